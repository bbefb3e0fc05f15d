package dev.jetway.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who a node is, and the Akka configuration that follows from it.
 *
 * @param region the node's own, one of {@code regions}
 * @param regions every region by name; the set is fixed for as long as conversations live
 * @param akka where this node's Akka listens for the nodes of its region
 * @param seeds where the first nodes of this region listen; none makes this node a cluster of its own
 * @param placements by name, those of every region
 */
public record NodeConfig(
        String region,
        SortedMap<String, Region> regions,
        Endpoint akka,
        List<Endpoint> seeds,
        SortedMap<String, Placement> placements) {

    /** The name of the ActorSystem; nodes only meet others of the same name. */
    public static final String SYSTEM = "jetway";

    private static final String OWN_PLUGIN = "akka.persistence.cassandra";
    private static final String PROFILE = "jetway-node.conf";

    public record Endpoint(String host, int port) {
        public Endpoint {
            if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '/')) {
                throw new IllegalArgumentException("\"" + host + "\" is no host name or address");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("Port " + port + " of " + host + " is not from 1 to 65535");
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** A region's Cassandra: its data center, and nodes of it to ask for the others. */
    public record Region(String dataCenter, List<Endpoint> contactPoints) {
        public Region {
            requireName("data center", dataCenter);
            contactPoints = List.copyOf(contactPoints);
            if (contactPoints.isEmpty()) {
                throw new IllegalArgumentException("Data center " + dataCenter + " needs at least one contact point");
            }
        }
    }

    public NodeConfig {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        seeds = List.copyOf(seeds);
        regions.keySet().forEach(name -> requireName("region", name));
        if (!regions.containsKey(region)) {
            throw new IllegalArgumentException("Region \"" + region + "\" is not one of " + regions.keySet());
        }
        long dataCenters =
                regions.values().stream().map(Region::dataCenter).distinct().count();
        if (dataCenters < regions.size()) {
            throw new IllegalArgumentException("Two regions share a data center: " + regions);
        }
        placements = Collections.unmodifiableSortedMap(new TreeMap<>(placements));
        for (Placement placement : placements.values()) {
            if (!regions.keySet().containsAll(placement.regions())) {
                throw new IllegalArgumentException("Placement " + placement.name() + " has regions "
                        + placement.regions() + ", and not all of them are among " + regions.keySet());
            }
        }
    }

    /** Without placements: every conversation is everywhere. */
    public NodeConfig(String region, SortedMap<String, Region> regions, Endpoint akka, List<Endpoint> seeds) {
        this(region, regions, akka, seeds, new TreeMap<>());
    }

    private static void requireName(String what, String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name for a " + what + ": a letter first, then letters, digits, _ or -");
        }
    }

    /** A node that is the only one of the only region. */
    public static NodeConfig single(String region, Endpoint akka, Region cassandra) {
        return new NodeConfig(region, new TreeMap<>(Map.of(region, cassandra)), akka, List.of());
    }

    /**
     * For {@code ReplicatedEventSourcing.perReplicaJournalConfig}: by region, the query plugin that reads
     * that region's events at their origin, and from the own data center while the origin is down.
     *
     * <p>Read from the own data center only, replicas were seen to stay apart for good after a crash: a
     * row can reach one data center and not the other.
     */
    public SortedMap<String, String> queryPlugins() {
        SortedMap<String, String> plugins = new TreeMap<>();
        regions.keySet().forEach(name -> plugins.put(name, plugin(name) + ".query"));
        return plugins;
    }

    /** The placements that conversations of this region may have. */
    public List<Placement> ownPlacements() {
        return placements.values().stream()
                .filter(placement -> placement.regions().contains(region))
                .toList();
    }

    /**
     * As {@link #queryPlugins()}, of the regions of a placement.
     *
     * @param placement one of {@link #ownPlacements()}
     */
    public SortedMap<String, String> queryPlugins(Placement placement) {
        SortedMap<String, String> plugins = new TreeMap<>();
        placement
                .regions()
                .forEach(name -> plugins.put(name, PlacedPlugins.plugin(placement, name, region) + ".query"));
        return plugins;
    }

    /** The journal that this region writes for conversations of a placement. */
    public String journalPlugin(Placement placement) {
        return PlacedPlugins.plugin(placement, region, region) + ".journal";
    }

    private String plugin(String name) {
        return plugin(name, region);
    }

    static String plugin(String name, String own) {
        return name.equals(own) ? OWN_PLUGIN : "jetway-replica." + name;
    }

    /**
     * The complete configuration of the ActorSystem: system properties, then {@code application}, then
     * what follows from this record, then this module's profile, then every library's defaults.
     *
     * @param application the application's own, unresolved or resolved
     */
    public Config resolve(Config application) {
        return ConfigFactory.defaultOverrides()
                .withFallback(application)
                .withFallback(generated())
                .withFallback(ConfigFactory.parseResourcesAnySyntax(
                        NodeConfig.class.getClassLoader(),
                        PROFILE,
                        ConfigParseOptions.defaults().setAllowMissing(false)))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }

    private Config generated() {
        Region own = regions.get(region);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("akka.remote.artery.canonical.hostname", akka.host());
        values.put("akka.remote.artery.canonical.port", akka.port());
        List<Endpoint> first = seeds.isEmpty() ? List.of(akka) : seeds;
        values.put(
                "akka.cluster.seed-nodes",
                first.stream().map(seed -> "akka://" + SYSTEM + "@" + seed).toList());
        values.put("datastax-java-driver.basic.contact-points", texts(own.contactPoints()));
        values.put("datastax-java-driver.basic.load-balancing-policy.local-datacenter", own.dataCenter());
        Config config = ConfigFactory.parseMap(values, "region " + region);
        for (Map.Entry<String, Region> other : regions.entrySet()) {
            if (!other.getKey().equals(region)) {
                config = config.withFallback(originFirst(other.getKey(), other.getValue(), own));
            }
        }
        return config.withFallback(PlacedPlugins.of(ownPlacements(), region));
    }

    private static Config originFirst(String name, Region origin, Region own) {
        String replica = "jetway-replica." + name;
        String driver = "jetway-driver." + name;
        List<String> contactPoints = new ArrayList<>(texts(origin.contactPoints()));
        contactPoints.addAll(texts(own.contactPoints()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(replica + ".datastax-java-driver-config", driver);
        values.put(replica + ".session-name", name);
        values.put(driver + ".basic.contact-points", contactPoints);
        values.put(driver + ".basic.load-balancing-policy.local-datacenter", origin.dataCenter());
        String failover = driver + ".advanced.load-balancing-policy.dc-failover";
        values.put(failover + ".max-nodes-per-remote-dc", 2);
        values.put(failover + ".allow-for-local-consistency-levels", true);
        values.put(failover + ".preferred-remote-dcs", List.of(own.dataCenter()));
        return ConfigFactory.parseMap(values, "replica " + name)
                .withFallback(ConfigFactory.parseString(
                        ConfigUtil.joinPath("jetway-replica", name) + " = ${" + OWN_PLUGIN + "}"));
    }

    private static List<String> texts(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).toList();
    }
}
