package dev.jetway.runtime.region.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LagTest {

    private final Lag lag = new Lag();

    @Test
    void halfAndNearlyAllOfTheLatest() {
        LongStream.rangeClosed(1, 100).forEach(lag::add);
        assertThat(lag.quantile(0.5)).isEqualTo(50);
        assertThat(lag.quantile(0.99)).isEqualTo(99);
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        lag.add(9_000);
        LongStream.range(0, 512).forEach(i -> lag.add(10));
        assertThat(lag.quantile(1)).isEqualTo(10);
        assertThat(lag.count()).isEqualTo(513);
    }

    @Test
    void aClockThatIsBehindIsNoNegativeLag() {
        assertThat(lag.quantile(0.5)).isZero();
        lag.add(-5);
        assertThat(lag.quantile(0.5)).isZero();
        assertThat(lag.count()).isEqualTo(1);
    }
}
