package dev.jetway.loadtests.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.loadtests.drill.ClientHistory;
import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Disconnected;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void lagIsFromTheAcknowledgementToTheFirstArrivalInAnotherRegion() {
        var speaker = history(
                "one",
                noted(1_000, "eu", new Sent("r0", "u0")),
                noted(1_100, "eu", new Acknowledged("r0", false)),
                noted(1_110, "eu", start("u0")));
        var follower = history("two", noted(1_900, "us", start("u0")), noted(5_000, "us", start("u0")));
        assertThat(lag(speaker, follower)).containsExactly(Duration.ofMillis(800));
    }

    @Test
    void whatOvertookItsAcknowledgementHadNoLag() {
        var speaker = history(
                "one", noted(1_000, "eu", new Sent("r0", "u0")), noted(1_100, "eu", new Acknowledged("r0", false)));
        var follower = history("two", noted(1_050, "us", start("u0")));
        assertThat(lag(speaker, follower)).containsExactly(Duration.ZERO);
    }

    @Test
    void messagesOutsideTheTimeAreNotCounted() {
        var speaker = history(
                "one", noted(8_000, "eu", new Sent("r0", "u0")), noted(9_000, "eu", new Acknowledged("r0", false)));
        var follower = history("two", noted(9_500, "us", start("u0")));
        assertThat(lag(speaker, follower)).isEmpty();
    }

    @Test
    void onlyATurnOfItsOwnInAnotherRegionIsServedElsewhere() {
        var moved = history(
                "one",
                noted(900, "eu", new Sent("r0", "u0")),
                noted(1_000, "eu", new Disconnected("gone")),
                noted(2_000, "us", new Ended("other", How.ANSWERED)),
                noted(3_500, "us", new Ended("r0", How.ANSWERED)));
        var stayed = history(
                "two", noted(900, "us", new Sent("r1", "u1")), noted(1_500, "us", new Ended("r1", How.ANSWERED)));
        assertThat(Figures.servedElsewhere(List.of(moved, stayed), "eu", Instant.ofEpochMilli(950))
                        .sorted())
                .containsExactly(Duration.ofMillis(2_550));
    }

    @Test
    void aQuantileIsATimeThatWasMeasured() {
        var times = new Figures.Times(IntStream.rangeClosed(1, 100)
                .mapToObj(i -> Duration.ofMillis(101 - i))
                .toList());
        assertThat(times.quantile(0.5)).isEqualTo(Duration.ofMillis(50));
        assertThat(times.quantile(0.99)).isEqualTo(Duration.ofMillis(99));
        assertThat(times.first()).isEqualTo(Duration.ofMillis(1));
        assertThat(new Figures.Times(List.of())).hasToString("none");
    }

    private static List<Duration> lag(ClientHistory... histories) {
        return Figures.lag(List.of(histories), Instant.ofEpochMilli(0), Instant.ofEpochMilli(5_000))
                .sorted();
    }

    private static ClientHistory history(String client, Noted... noted) {
        return new ClientHistory("dev:ada", client, List.of(noted));
    }

    private static Noted noted(long millis, String region, Observation what) {
        return new Noted(Instant.ofEpochMilli(millis), region, what);
    }

    private static Event start(String message) {
        return new Event("e1", 1, 1, "TEXT_MESSAGE_START", message, 0);
    }
}
