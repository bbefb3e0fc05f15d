package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.jetway.runtime.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        jetway.gatway.port = 8081 | jetway.gatway | Did you mean jetway.gateway? | node.conf: 2
        jetway.gateway.max-conections = 5 | jetway.gateway.max-conections | Did you mean jetway.gateway.max-connections? | node.conf: 2
        jetway.conversation.max-turn = 5 | jetway.conversation.max-turn | Did you mean jetway.conversation.max-turns? | node.conf: 2
        jetway.gateway.port = http | jetway.gateway.port | a number is expected, not "http" | node.conf: 2
        jetway.regions = eu | jetway.regions | a section in { } is expected | node.conf: 2
        jetway.regions.us { contact-points = ["db1:9042"] } | jetway.region = "eu" | none of jetway.regions (us) | eu
        jetway.regions.us = db1 | jetway.regions.us | must be a section | node.conf: 2
        jetway.regions.us { contact-points = ["db1:9042"], data-centre = dc } | jetway.regions.us.data-centre | A region has contact-points, data-center, public-url, zone | node.conf: 2
        jetway.regions.us { data-center = dc } | jetway.regions.us | has no contact-points | node.conf: 2
        jetway.regions.us { contact-points = "db1:9042" } | jetway.regions.us.contact-points | a list in [ ] | node.conf: 2
        jetway.regions.us { contact-points = ["db1"] } | jetway.regions.us.contact-points | must hold "host:port", not "db1" | node.conf: 2
        jetway.regions.eu { contact-points = [] } | eu | at least one contact point | eu
        jetway.regions { eu { data-center = dc, contact-points = ["db1:9042"] }, us { data-center = dc, contact-points = ["db2:9042"] } } | dc | Two regions share a data center | db2
        jetway.tenants.bank.home = jp | jetway.tenants.bank.home | none of the regions (eu) | bank
        jetway.acknowledgement = both | jetway.acknowledgement | must be 'local' or 'all-regions', not 'both' | node.conf: 2
        jetway.operations.region-ready-nodes = 0 | jetway.operations.region-ready-nodes | must be positive | region-ready-nodes
        jetway.regions { eu { contact-points = ["db1:9042"] }, us { contact-points = ["db2:9042"] } }, jetway.region-link.addresses.us = ["https://b:1"] | jetway.region-link.keystore | is missing | keystore
        jetway.agents.disabled = hotel-agent | jetway.agents.disabled | a list in [ ] is expected | node.conf: 2
        jetway.cassandra.contact-points = ["db1"] | cassandra.contact-points | must hold "host:port", not "db1" | node.conf: 2
        jetway.conversation.turn-timeout = soon | jetway.conversation | 'turn-timeout' | node.conf: 2
        jetway.gateway.max-frame-bytes = big | jetway.gateway | 'max-frame-bytes' | node.conf: 2
        jetway.commitment.give-up-after = never | jetway.commitment | 'give-up-after' | node.conf: 2
        jetway.desk.max-cases = 0 | jetway.desk | must be 1 to 10000 | max-cases
        jetway.ledger.interval = often | jetway.ledger | interval | node.conf: 2
        jetway.conversation.max-turns = 0 | jetway.conversation.max-turns | must be at least 1 | max-turns
        jetway.gateway.port = 70000 | jetway.gateway.port | must be 0 to 65535 | port
        jetway.gateway.authentication = none | jetway.gateway.authentication | must be 'dev' or 'oidc', not 'none' | none
        jetway.gateway.host = "0.0.0.0" | jetway.gateway.authentication | loopback address only, not on '0.0.0.0' | dev
        jetway.specialists.max-active = 0 | jetway.specialists | max-active of at least 1 | max-active
        jetway.models.small { modle = gpt } | jetway.models.small.modle | There are anthropic, attempts, base-url | node.conf: 2
        jetway.models.small { base-url = "https://m.example", model = s, key-env = NO_SUCH_KEY } | jetway.models.small.key-env | no variable NO_SUCH_KEY | small
        jetway.model-groups.planner { models = [large] } | jetway.model-groups.planner.models | none of jetway.models | large
        jetway.model-cooldown.allowed-fails = 0 | jetway.model-cooldown.allowed-fails | must be 1 to 100 | allowed-fails
        jetway.model-budgets.per-day = lots | jetway.model-budgets.per-day | an amount such as 20.00 is expected | lots
        jetway.plan-cache.similarity = 0.3 | jetway.plan-cache.similarity | must be 0.5 to 1 | similarity
        jetway.mcp.close-timeout = 3 bananas | jetway.mcp.close-timeout | bananas | close-timeout
        jetway.mcp.servers.x { url = "http://localhost:1", alow = [] } | jetway.mcp.servers.x | alow | x
        jetway.mcp.servers.x { url = "not a url" } | jetway.mcp.servers.x.url | not a url | x
        jetway.mcp.servers.x { personal = true, url = "http://localhost:1" } | 'x' | jetway.mcp.identity.secret-file | not set
        """)
    void aMistakeInTheConfigurationIsNamedBeforeAnythingStarts(
            String written, String key, String advice, String where) {
        var config = ConfigFactory.parseString(
                "akka.coordinated-shutdown.exit-jvm = off\n" + written,
                ConfigParseOptions.defaults().setOriginDescription("node.conf"));

        assertThatThrownBy(() -> Node.start(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(advice)
                .hasMessageContaining(where);
    }
}
