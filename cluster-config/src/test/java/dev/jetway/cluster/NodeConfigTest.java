package dev.jetway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.NodeConfig.Region;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    private static final Region EU = new Region("dc-eu", List.of(new Endpoint("127.0.0.1", 9042)));
    private static final Region US = new Region("dc-us", List.of(new Endpoint("127.0.0.2", 9042)));
    private static final Region UK = new Region("dc-uk", List.of(new Endpoint("127.0.0.3", 9042)));
    private static final Placement EUROPE = Placement.of("europe", List.of("eu", "uk"));
    private static final Endpoint AKKA = new Endpoint("127.0.0.1", 25520);

    @Test
    void aSingleNodeIsItsOwnSeedAndReadsItsOwnJournal() {
        NodeConfig node = NodeConfig.single("eu", AKKA, EU);
        Config config = node.resolve(ConfigFactory.empty());

        assertThat(config.getStringList("akka.cluster.seed-nodes")).containsExactly("akka://jetway@127.0.0.1:25520");
        assertThat(config.getStringList("datastax-java-driver.basic.contact-points"))
                .containsExactly("127.0.0.1:9042");
        assertThat(node.queryPlugins()).isEqualTo(Map.of("eu", "akka.persistence.cassandra.query"));
        assertThat(config.hasPath("jetway-replica")).isFalse();
    }

    @Test
    void anotherRegionIsReadAtItsOriginFirstAndThenAtHome() {
        NodeConfig node = new NodeConfig("eu", new TreeMap<>(Map.of("eu", EU, "us", US)), AKKA, List.of());
        Config config = node.resolve(ConfigFactory.empty());

        assertThat(node.queryPlugins()).containsEntry("us", "jetway-replica.us.query");
        assertThat(config.getString("jetway-replica.us.datastax-java-driver-config"))
                .isEqualTo("jetway-driver.us");
        assertThat(config.getString("jetway-replica.us.query.class")).contains("CassandraReadJournalProvider");
        assertThat(config.getString("jetway-replica.us.journal.keyspace")).isEqualTo("jetway");
        Config driver = config.getConfig("jetway-driver.us");
        assertThat(driver.getStringList("basic.contact-points")).containsExactly("127.0.0.2:9042", "127.0.0.1:9042");
        assertThat(driver.getString("basic.load-balancing-policy.local-datacenter"))
                .isEqualTo("dc-us");
        assertThat(driver.getStringList("advanced.load-balancing-policy.dc-failover.preferred-remote-dcs"))
                .containsExactly("dc-eu");
    }

    @Test
    void whatIsPlacedHasJournalsOfItsOwnOverTheSessionsOfTheOthers() {
        NodeConfig node = new NodeConfig(
                "eu",
                new TreeMap<>(Map.of("eu", EU, "uk", UK, "us", US)),
                AKKA,
                List.of(),
                new TreeMap<>(Map.of("europe", EUROPE, "us-only", Placement.of("us-only", List.of("us")))));
        Config config =
                node.resolve(ConfigFactory.parseString("akka.persistence.cassandra.query.refresh-interval = 50 ms"));

        assertThat(node.ownPlacements()).containsExactly(EUROPE);
        assertThat(node.journalPlugin(EUROPE)).isEqualTo("jetway-placed.europe.own.journal");
        assertThat(node.queryPlugins(EUROPE))
                .isEqualTo(Map.of(
                        "eu", "jetway-placed.europe.own.query",
                        "uk", "jetway-placed.europe.of-uk.query"));
        Config own = config.getConfig("jetway-placed.europe.own");
        assertThat(own.getString("journal.keyspace")).isEqualTo("jetway_placed_europe");
        assertThat(own.getString("journal.class")).contains("CassandraJournal");
        assertThat(own.getString("session-of")).isEqualTo("akka.persistence.cassandra");
        assertThat(own.getDuration("query.refresh-interval")).hasMillis(50);
        Config uk = config.getConfig("jetway-placed.europe.of-uk");
        assertThat(uk.getString("journal.keyspace")).isEqualTo("jetway_placed_europe");
        assertThat(uk.getString("session-of")).isEqualTo("jetway-replica.uk");
        assertThat(config.hasPath("jetway-placed.us-only"))
                .as("nothing here knows of what stays elsewhere")
                .isFalse();
        assertThat(config.getStringList("datastax-java-driver.advanced.metadata.schema.refreshed-keyspaces"))
                .containsExactly("jetway", "jetway_snapshot", "jetway_placed_europe");
        assertThat(config.getString("akka.persistence.cassandra.journal.keyspace"))
                .isEqualTo("jetway");
    }

    @Test
    void aPlacementThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new NodeConfig(
                        "eu", new TreeMap<>(Map.of("eu", EU)), AKKA, List.of(), new TreeMap<>(Map.of("e", EUROPE))))
                .hasMessageContainingAll("europe", "[eu, uk]", "not all of them are among [eu]");
        assertThatThrownBy(() -> Placement.of("eu_only", List.of("eu"))).hasMessageContaining("\"eu_only\"");
        assertThatThrownBy(() -> Placement.of("everywhere", List.of("eu"))).hasMessageContaining("not everywhere");
        assertThatThrownBy(() -> Placement.of("eu-only", List.of())).hasMessageContaining("at least one region");
    }

    @Test
    void theApplicationHasTheLastWord() {
        Config config = NodeConfig.single("eu", AKKA, EU)
                .resolve(ConfigFactory.parseString("akka.persistence.cassandra.query.refresh-interval = 50 ms"));

        assertThat(config.getDuration("akka.persistence.cassandra.query.refresh-interval"))
                .hasMillis(50);
    }

    @Test
    void anIdentityThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new NodeConfig("asia", new TreeMap<>(Map.of("eu", EU)), AKKA, List.of()))
                .hasMessageContaining("\"asia\" is not one of [eu]");
        assertThatThrownBy(() -> new NodeConfig("eu", new TreeMap<>(Map.of("eu", EU, "us", EU)), AKKA, List.of()))
                .hasMessageContaining("share a data center");
        assertThatThrownBy(() -> NodeConfig.single("e.u", AKKA, EU)).hasMessageContaining("e.u");
        assertThatThrownBy(() -> new Region("eu", List.of())).hasMessageContaining("contact point");
        assertThatThrownBy(() -> new Endpoint("127.0.0.1", 70_000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new Endpoint("a b", 1)).hasMessageContaining("a b");
    }
}
