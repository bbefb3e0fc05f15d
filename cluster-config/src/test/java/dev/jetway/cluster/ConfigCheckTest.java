package dev.jetway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    private static final Config REFERENCE = ConfigFactory.parseString("""
            jetway {
              gateway { port = 8080, host = "127.0.0.1", limits { message-size = 64 KiB } }
              servers {}
            }
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jetway.gateway.prot = 1            | jetway.gateway.prot       | jetway.gateway.port
            jetway.gatway.port = 1             | jetway.gatway             | jetway.gateway
            jetway.gateway.limits.x = 1        | jetway.gateway.limits.x   |
            jetway.gateway.limits.mesage-size=1| jetway.gateway.limits.mesage-size | jetway.gateway.limits.message-size
            """)
    void anUnknownKeyIsNamedWithTheNearestKnownOne(String user, String key, String nearest) {
        assertThat(ConfigCheck.unknownKeys(ConfigFactory.parseString(user), REFERENCE))
                .singleElement()
                .satisfies(unknown -> {
                    assertThat(unknown.key()).isEqualTo(key);
                    assertThat(unknown.nearest().orElse(null)).isEqualTo(nearest);
                });
    }

    @Test
    void theProblemSaysInWhichFileAndLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("my.conf"), "jetway {\n  gateway {\n    prot = 9\n    host = [1]\n  }\n}\n");

        assertThatThrownBy(() -> ConfigCheck.require(ConfigFactory.parseFile(file.toFile()), REFERENCE))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(
                        "Unknown key jetway.gateway.prot (",
                        "my.conf: 3",
                        "Did you mean jetway.gateway.port?",
                        "Wrong value of jetway.gateway.host",
                        "my.conf: 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jetway.gateway.port = fast      | jetway.gateway.port    | a number is expected
            jetway.gateway = 8080           | jetway.gateway         | a section
            jetway.servers = [a]            | jetway.servers         | a section
            jetway.gateway.port = { a = 1 } | jetway.gateway.port    | a number is expected
            jetway.gateway.host = ${nobody} | nobody                 | no value
            """)
    void aValueOfTheWrongKindIsNamed(String user, String path, String expected) {
        assertThatThrownBy(() -> ConfigCheck.require(ConfigFactory.parseString(user), REFERENCE))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll(path, expected);
    }

    @Test
    void namesAPersonChoosesAreNotChecked() {
        assertThatCode(() -> ConfigCheck.require(
                        ConfigFactory.parseString("jetway.servers.mine.url = x, akka.whatever = 1"), REFERENCE))
                .doesNotThrowAnyException();
    }
}
