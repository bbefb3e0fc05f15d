package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.jetway.runtime.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock = """
        jetway.gatway.port = 8081                                   | jetway.gatway                       | Did you mean jetway.gateway?
        jetway.gateway.max-conections = 5                           | jetway.gateway.max-conections       | Did you mean jetway.gateway.max-connections?
        jetway.conversation { max-turns = 4, max-turn = 5 }         | jetway.conversation.max-turn        | max-turns
        jetway.gateway.port = http                                  | jetway.gateway.port                 | a number is expected, not "http"
        jetway.gateway.port = 70000                                 | gateway.port                        | 65535
        jetway.regions = eu                                         | jetway.regions                      | a section
        jetway.agents.disabled = hotel-agent                        | jetway.agents.disabled              | a list
        jetway.cassandra.contact-points = ["db1"]                   | cassandra.contact-points            | "host:port", not "db1"
        jetway.conversation.turn-timeout = soon                     | conversation.turn-timeout           | soon
        jetway.conversation.max-turns = 0                           | max-turns                           | 1
        jetway.gateway.max-frame-bytes = big                        | gateway.max-frame-bytes             | big
        jetway.gateway.authentication = none                        | gateway.authentication              | dev
        jetway.gateway.host = "0.0.0.0"                             | gateway.host                        | loopback
        jetway.commitment.give-up-after = never                     | commitment.give-up-after            | never
        jetway.specialists.max-active = 0                           | specialists.max-active              | 1
        jetway.mcp.close-timeout = 3 bananas                        | mcp.close-timeout                   | bananas
        jetway.mcp.servers.x { url = "http://localhost:1", alow=[] }| alow                                | allow
        jetway.mcp.servers.x { url = "not a url" }                  | jetway.mcp.servers.x                | url
        jetway.planner = "no.such.Planner"                          | jetway.planner                      | no.such.Planner
        """)
    void aMistakeInTheConfigurationIsNamedBeforeAnythingStarts(String written, String key, String rest) {
        var config = ConfigFactory.parseString(
                "akka.coordinated-shutdown.exit-jvm = off\n" + written,
                ConfigParseOptions.defaults().setOriginDescription("node.conf"));

        assertThatThrownBy(() -> Node.start(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(rest);
    }
}
