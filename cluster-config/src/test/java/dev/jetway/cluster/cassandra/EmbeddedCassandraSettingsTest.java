package dev.jetway.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedCassandraSettingsTest {

    static List<Arguments> badValues() {
        return List.of(
                Arguments.of("address", "0.0.0.0"),
                Arguments.of("address", "localhost"),
                Arguments.of("cql-port", 65_536),
                Arguments.of("storage-port", -1),
                Arguments.of("heap-max", "64 MiB"),
                Arguments.of("heap-min", "1 GiB"),
                Arguments.of("data-center", "e u"),
                Arguments.of("cluster-name", "\"; drop"),
                Arguments.of("seeds", List.of("127.0.0.1")),
                Arguments.of("start-timeout", "0 s"),
                Arguments.of("lock-timeout", "-1 s"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void aValueThatMakesNoSenseIsRefusedByName(String key, Object value) {
        assertThatThrownBy(() -> SharedCassandra.settings(Path.of("/tmp"), Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.cassandra.embedded." + key);
    }

    @Test
    void theShippedDefaultsAreValid() {
        EmbeddedCassandraSettings settings = SharedCassandra.settings(Path.of("/tmp"), Map.of());

        assertThat(settings.jvm().maxBytes()).isEqualTo(384L << 20);
        assertThat(settings.listen().address()).isEqualTo("127.0.0.1");
    }
}
