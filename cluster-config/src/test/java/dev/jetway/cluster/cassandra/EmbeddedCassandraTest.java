package dev.jetway.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCassandraTest {

    @Test
    void itStartsAnswersAndStops(@TempDir Path data) throws Exception {
        var config = ConfigFactory.parseString(
                        "jetway.cassandra.embedded { data = \"" + data + "\", libraries = cassandra/target/lib }")
                .withFallback(ConfigFactory.load());
        for (int i = 0; i < 2; i++) {
            long t = System.nanoTime();
            try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.from(config))) {
                assertThat(cassandra
                                .session()
                                .execute("SELECT release_version FROM system.local")
                                .one()
                                .getString(0))
                        .startsWith("5.0");
                t = System.nanoTime();
            }
            System.out.println("stop " + (System.nanoTime() - t) / 1_000_000);
        }
    }
}
