package dev.jetway.runtime.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);

    private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofMillis(350));

    @Test
    void theWaitDoublesUpToItsLongestAndIsVaried() {
        assertThat(backOff.after(1, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backOff.after(2, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(backOff.after(3, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(350));
        assertThat(backOff.after(60, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(350));
        assertThat(backOff.after(2, Optional.empty(), 0)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aModelThatWantsMoreTimeHasIt() {
        assertThat(backOff.after(1, Optional.of(Duration.ofSeconds(9)), 1)).isEqualTo(Duration.ofSeconds(9));
        assertThat(backOff.after(1, Optional.of(Duration.ZERO), 1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void howLongItWantsComesAsSecondsOrAsADate() {
        assertThat(RetryAfter.of("17", CLOCK)).contains(Duration.ofSeconds(17));
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 09:01:00 GMT", CLOCK)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 08:00:00 GMT", CLOCK)).contains(Duration.ZERO);
        assertThat(RetryAfter.of("-1", CLOCK)).isEmpty();
        assertThat(RetryAfter.of("soon", CLOCK)).isEmpty();
        assertThat(RetryAfter.of("99999999999999", CLOCK)).isEmpty();
    }
}
