package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private final Delays delays = new Delays();

    @Test
    void ofAHundredTheNinetyNinthIsTheP99() {
        LongStream.rangeClosed(1, 100).forEach(delays::add);

        assertThat(delays.now().quantile(0.5)).isEqualTo(50);
        assertThat(delays.now().quantile(0.99)).isEqualTo(99);
        assertThat(delays.now()).hasToString("p50 50 ms, p99 99 ms, most 100 ms of 100");
    }

    @Test
    void ofNoneThereIsNoQuantile() {
        assertThat(delays.now().quantile(0.99)).isEqualTo(-1);
        assertThat(delays.now()).hasToString("none");
    }

    @Test
    void aClockThatWentBackAndAMinuteThatNeverEndedAreCountedAtTheEnds() {
        delays.add(-5);
        delays.add(1_000_000);

        assertThat(delays.now().quantile(0.5)).isZero();
        assertThat(delays.now().quantile(1)).isEqualTo(60_000);
    }
}
