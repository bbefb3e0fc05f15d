package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.cluster.Placement;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SignedInPropertyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static SignedIn until(Instant end) {
        return new SignedIn(
                new Identity("ann", Optional.empty(), Placement.EVERYWHERE, Set.of(), Optional.of(end)),
                ClientProfile.DEFAULT);
    }

    @Property
    void lookingAgainAsSaidFindsTheEndWhenItComesAndNeverWaitsForMoreThanAnHour(
            @ForAll @LongRange(min = -10, max = 40_000_000_000L) long millis) {
        var end = NOW.plusMillis(millis);
        var wait = until(end).nextLook(NOW).orElseThrow();
        assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofHours(1));
        assertThat(until(end).expired(NOW.plus(wait))).isEqualTo(millis <= 3_600_000);
        if (millis > 1) {
            assertThat(until(end).expired(NOW.plus(wait).minusMillis(1))).isFalse();
        }
    }
}
