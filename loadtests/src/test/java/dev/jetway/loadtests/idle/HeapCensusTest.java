package dev.jetway.loadtests.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeapCensusTest {

    private static final String HISTOGRAM = """
            4242:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:        201204       14486688  [B (java.base@17)
               2:           250           6000  dev.jetway.Entity
               3:             1             24  dev.jetway.Entity$Handler
            Total        201455       14492712
            """;

    @Test
    void aHistogramSaysHowMuchIsReachableAndHowManyAreLive() throws IOException {
        assertThat(HeapCensus.parse(HISTOGRAM, "dev.jetway.Entity")).isEqualTo(new HeapCensus(14492712, 250));
    }

    @Test
    void aClassWithoutInstancesCountsNothing() throws IOException {
        assertThat(HeapCensus.parse(HISTOGRAM, "dev.jetway.Gone").instances()).isZero();
    }

    @Test
    void anAnswerThatIsNoHistogramIsAnErrorWithThatAnswer() {
        assertThatThrownBy(() -> HeapCensus.parse("4242: No such process", "dev.jetway.Entity"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such process");
    }

    @Test
    void thisJvmCanBeCounted() throws IOException {
        var census = HeapCensus.take(ProcessHandle.current().pid(), HeapCensusTest.class.getName());
        assertThat(census.bytes()).isPositive();
        assertThat(census.instances()).isEqualTo(1);
    }
}
