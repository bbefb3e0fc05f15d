package dev.jetway.mcp.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.mcp.canary.Outcomes.Summary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    private static final long MILLI = 1_000_000;

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.05, 400, 600", "0.5, 4800, 5200", "1, 10000, 10000"})
    void itsShareOfTheTravelersIsTaken(double share, int least, int most) {
        var canary = canary(share);

        long taken = IntStream.range(0, 10_000)
                .filter(i -> canary.takes("traveler-" + i))
                .count();

        assertThat(taken).isBetween((long) least, (long) most);
    }

    @Test
    void aTravelerGetsTheSameOnEveryNodeAndStaysWhenTheShareGrows() {
        var some = canary(0.2);
        var more = canary(0.6);

        for (int i = 0; i < 1_000; i++) {
            assertThat(canary(0.2).takes("t" + i)).isEqualTo(some.takes("t" + i));
            if (some.takes("t" + i)) {
                assertThat(more.takes("t" + i)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20, 0.00, 100, 20, 0.05, 100, false, as many failures as are allowed",
        "20, 0.00, 100, 20, 0.10, 100, true, more failures",
        "20, 0.20, 100, 20, 0.22, 100, false, the other fails as much",
        "20, 0.00, 100, 19, 1.00, 0, false, too few calls of its own",
        "19, 0.00, 100, 20, 1.00, 0, false, too few calls of the other",
        "20, 0.00, 100, 20, 0.00, 220, false, slower within the slack",
        "20, 0.00, 100, 20, 0.00, 221, true, slower",
        "20, 0.00, 1, 20, 0.00, 20, false, slower but fast",
    })
    void itIsComparedWithWhatItStandsInFor(
            int theirs,
            double theyFailed,
            long theyTook,
            int calls,
            double failed,
            long took,
            boolean worse,
            String why) {
        var settings = new CanarySettings("hotels", 0.5, 20, 0.05, 2);

        assertThat(Canary.worse(
                        new Summary(theirs, theyFailed, theyTook * MILLI),
                        new Summary(calls, failed, took * MILLI),
                        settings))
                .as(why)
                .matches(reason -> reason.isPresent() == worse);
    }

    @Test
    void onceWithdrawnItStaysSoAndTheFirstReasonCounts() {
        var canary = canary(1);
        for (int i = 0; i < 20; i++) {
            canary.othersCall(true, MILLI);
        }
        for (int i = 0; i < 19; i++) {
            canary.ownCall(i > 3, MILLI);
            assertThat(canary.takes("ada")).isTrue();
        }
        canary.ownCall(true, MILLI);
        for (int i = 0; i < 200; i++) {
            canary.ownCall(true, MILLI);
        }
        canary.withdraw("another reason");

        assertThat(canary.takes("ada")).isFalse();
        assertThat(canary.status().withdrawn())
                .contains(new Canary.Withdrawal(
                        "20.0 % of its last 20 calls failed, of the other's 0.0 %", CLOCK.instant()));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        var outcomes = new Outcomes();
        for (int i = 0; i < 500; i++) {
            outcomes.add(false, 0);
        }
        for (int i = 0; i < Outcomes.KEPT; i++) {
            outcomes.add(true, i * MILLI);
        }

        assertThat(outcomes.summary()).isEqualTo(new Summary(200, 0, 100 * MILLI));
    }

    private static Canary canary(double share) {
        return new Canary("hotels-next", new CanarySettings("hotels", share, 20, 0.05, 2), CLOCK);
    }
}
