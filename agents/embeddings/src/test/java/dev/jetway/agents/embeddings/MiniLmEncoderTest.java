package dev.jetway.agents.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.planning.SentenceEncoder;
import dev.jetway.agents.planning.SentenceEncoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MiniLmEncoderTest {

    private static final SentenceEncoder ENCODER = SentenceEncoders.shared().orElseThrow();

    @Test
    void isFoundOnTheClassPathOnce() {
        assertThat(ENCODER).isInstanceOf(MiniLmEncoder.class);
        assertThat(SentenceEncoders.shared()).containsSame(ENCODER);
        assertThat(SentenceEncoders.problem()).isEmpty();
    }

    @Test
    void putsWhatMeansTheSameSideBySide() {
        var room = ENCODER.encode("I need a room for the night");
        assertThat(cosine(room, ENCODER.encode("where could we sleep?"))).isGreaterThan(0.35);
        assertThat(cosine(room, ENCODER.encode("is my flight delayed?"))).isLessThan(0.2);
    }

    @Test
    void makesVectorsOfLengthOneOfAnything() {
        for (var text : List.of("", "hotel", "北京", "🙂", "\u0000", "hotel in Rome ".repeat(2_000))) {
            var vector = ENCODER.encode(text);
            assertThat(vector).hasSize(ENCODER.dimensions());
            assertThat(cosine(vector, vector)).as(text).isCloseTo(1, Offset.offset(1e-4));
        }
    }

    @Test
    void saysTheSameToManyAtOnce() {
        var alone = ENCODER.encode("a flight to Lisbon, please");
        var crowd = IntStream.range(0, 64)
                .parallel()
                .mapToObj(n -> ENCODER.encode(n % 2 == 0 ? "a flight to Lisbon, please" : "hotels " + n))
                .toList();
        for (int n = 0; n < crowd.size(); n += 2) {
            assertThat(crowd.get(n)).containsExactly(alone);
        }
    }

    @Test
    void leavesNoNativeCodeBehind() throws Exception {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(
                            "jetway-onnxruntime-" + ProcessHandle.current().pid() + "-"));
        }
        assertThat(System.getProperty("onnxruntime.native.path")).isNull();
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }
}
