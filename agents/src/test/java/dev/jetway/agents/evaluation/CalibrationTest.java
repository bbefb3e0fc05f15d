package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetway.agents.evaluation.Calibration.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void errorIsTheDistanceOfConfidenceFromAccuracyInEachBin() {
        // Bin 9: sure 0.95 and 0.91 of two, one right. Bin 2: sure 0.2 and 0.3 (of floating point 0.29), none right.
        var decisions = List.of(
                new Decision(0.95, true),
                new Decision(0.91, false),
                new Decision(0.2, false),
                new Decision(0.29, false));

        assertThat(Calibration.of(decisions).error()).isCloseTo((0.86 + 0.49) / 4, within(1e-9));
    }

    @Test
    void fullConfidenceBelongsToTheLastBin() {
        assertThat(Calibration.of(List.of(new Decision(1, true), new Decision(1, false)))
                        .error())
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void theSurestAreFourOfFive() {
        var decisions = List.of(
                new Decision(0.9, true),
                new Decision(0.8, true),
                new Decision(0.7, false),
                new Decision(0.6, true),
                new Decision(0.1, false));

        assertThat(Calibration.of(decisions).surest()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void ofEquallySureOnesTheOrderDoesNotMatter() {
        var decisions = new ArrayList<Decision>();
        IntStream.range(0, 10).forEach(i -> decisions.add(new Decision(0.5, i < 4)));

        assertThat(Calibration.of(decisions).surest()).isCloseTo(0.4, within(1e-9));
        Collections.reverse(decisions);
        assertThat(Calibration.of(decisions).surest()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void nothingDecidedIsNoFigure() {
        assertThat(Calibration.of(List.of()).error()).isNaN();
        assertThat(Calibration.of(List.of()).surest()).isNaN();
    }

    @Test
    void timesAreRanksOfWhatWasMeasured() {
        var latency = Latency.ofNanos(LongStream.rangeClosed(1, 200)
                .mapToObj(millis -> millis * 1_000_000)
                .toList());

        assertThat(latency).isEqualTo(new Latency(100, 198));
        assertThat(Latency.ofNanos(List.of(7_000_000L))).isEqualTo(new Latency(7, 7));
        assertThat(Latency.ofNanos(List.of()).p99()).isNaN();
    }
}
