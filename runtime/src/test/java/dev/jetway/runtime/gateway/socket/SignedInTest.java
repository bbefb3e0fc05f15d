package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.cluster.Placement;
import dev.jetway.runtime.gateway.identity.Authenticator.Denied;
import dev.jetway.runtime.gateway.identity.Authenticator.Identified;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.gateway.socket.Renewal.Kept;
import dev.jetway.runtime.gateway.socket.Renewal.Over;
import dev.jetway.runtime.gateway.socket.Renewal.Renewed;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignedInTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Identity identity(String subject, Instant expiresAt) {
        return new Identity(
                subject, Optional.of("bank"), Placement.EVERYWHERE, Set.of(), Optional.ofNullable(expiresAt));
    }

    private static SignedIn ann(Instant expiresAt) {
        return new SignedIn(identity("ann", expiresAt), ClientProfile.DEFAULT);
    }

    @Test
    void aTokenEndsAtItsLastInstantAndOneWithoutAnEndNever() {
        assertThat(ann(NOW.plusMillis(1)).expired(NOW)).isFalse();
        assertThat(ann(NOW).expired(NOW)).isTrue();
        assertThat(ann(NOW.minusSeconds(9)).expired(NOW)).isTrue();
        assertThat(ann(null).expired(NOW)).isFalse();
        assertThat(ann(null).nextLook(NOW)).isEmpty();
    }

    @Test
    void theEndOfTimeIsNoProblem() {
        assertThat(ann(Instant.MAX).nextLook(NOW)).contains(Duration.ofHours(1));
        assertThat(ann(Instant.MIN).nextLook(NOW)).contains(Duration.ofMillis(1));
    }

    @Test
    void theSameTravelersNewerTokenHoldsWithItsRolesAndItsEnd() {
        var newer = new Identity(
                "ann", Optional.of("bank"), Placement.EVERYWHERE, Set.of(Role.DESK), Optional.of(NOW.plusSeconds(1)));
        assertThat(ann(NOW.plusSeconds(9)).renewedBy(new Identified(newer), NOW))
                .as("even though it ends earlier")
                .isEqualTo(new Renewed(new SignedIn(newer, ClientProfile.DEFAULT)));
    }

    @Test
    void aNewerTokenSavesAConnectionWhoseOwnHasJustEnded() {
        assertThat(ann(NOW).renewedBy(new Identified(identity("ann", NOW.plusSeconds(9))), NOW))
                .isInstanceOf(Renewed.class);
    }

    @Test
    void somebodyElsesTokenEndsTheConnection() {
        for (var other : Set.of(
                identity("bob", null),
                new Identity("ann", Optional.of("shop"), Placement.EVERYWHERE, Set.of(), Optional.empty()),
                new Identity("ann", Optional.empty(), Placement.EVERYWHERE, Set.of(), Optional.empty()),
                new Identity("ann", Optional.of("bank"), "america", Set.of(), Optional.empty()))) {
            assertThat(ann(null).renewedBy(new Identified(other), NOW))
                    .isInstanceOfSatisfying(
                            Over.class, over -> assertThat(over.bye().code()).isEqualTo("forbidden"));
        }
    }

    @Test
    void aTokenThatEndsBeforeItIsTakenIsNoNewerOne() {
        assertThat(ann(NOW.plusSeconds(9)).renewedBy(new Identified(identity("ann", NOW)), NOW))
                .isEqualTo(new Over(Bye.TOKEN_EXPIRED));
    }

    @Test
    void aTokenThatIsRefusedOrNotJudgedLeavesTheOneBeforeUntilItsEnd() {
        assertThat(ann(NOW.plusSeconds(9)).renewedBy(new Denied("Not signed"), NOW))
                .isEqualTo(new Kept("forbidden", "The token before still holds. Not signed", OptionalLong.empty()));
        assertThat(ann(NOW.plusSeconds(9)).unjudged(NotJudgedException.unavailable("Nobody is there", 7), NOW))
                .isEqualTo(
                        new Kept("unavailable", "The token before still holds. Nobody is there", OptionalLong.of(7)));
        var slowDown = NotJudgedException.rateLimited("Too many", 9);
        assertThat(ann(NOW.plusSeconds(9)).unjudged(slowDown, NOW))
                .isEqualTo(new Kept("rate_limited", "The token before still holds. Too many", OptionalLong.of(9)));
        assertThat(ann(NOW).renewedBy(new Denied("Not signed"), NOW)).isEqualTo(new Over(Bye.TOKEN_EXPIRED));
        assertThat(ann(NOW).unjudged(slowDown, NOW)).isEqualTo(new Over(Bye.TOKEN_EXPIRED));
    }
}
