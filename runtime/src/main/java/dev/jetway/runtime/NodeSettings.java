package dev.jetway.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.jetway.cluster.ConfigCheck;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.runtime.commitment.CommitmentSettings;
import dev.jetway.runtime.conversation.ConversationSettings;
import dev.jetway.runtime.coordination.ModelUseSettings;
import dev.jetway.runtime.coordination.SpecialistSettings;
import dev.jetway.runtime.desk.DeskSettings;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.memory.MemorySettings;
import dev.jetway.runtime.model.cache.CacheSettings;
import dev.jetway.runtime.model.registry.ModelsSettings;
import dev.jetway.runtime.operations.OperationsSettings;
import dev.jetway.runtime.region.Place;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.RegionSettings;
import dev.jetway.runtime.region.follow.FollowingJournal;
import dev.jetway.runtime.region.follow.FollowingSettings;
import dev.jetway.runtime.region.link.LinkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What a node was told, checked and put together.
 *
 * @param node who the node is
 * @param places of all regions, by name
 * @param config the whole configuration, every library's defaults included
 */
public record NodeSettings(NodeConfig node, SortedMap<String, Place> places, Config config) {

    /**
     * Reads what a person wrote.
     *
     * @param written that and nothing else: no defaults, possibly unresolved
     * @throws IllegalArgumentException naming each key that does not exist or has an impossible value
     */
    public static NodeSettings from(Config written) {
        var reference = ConfigFactory.defaultReferenceUnresolved().withFallback(ConfigFactory.systemProperties());
        ConfigCheck.require(written, reference);
        var first = ConfigFactory.defaultOverrides()
                .withFallback(written)
                .withFallback(reference)
                .resolve();
        var regions = RegionSettings.from(first.getConfig("jetway"));
        var node = node(first.getConfig("jetway"), regions);
        var complete = first.getString("jetway.travel.url").isEmpty() ? written : written.withFallback(travelServers());
        var config = node.resolve(complete.withFallback(following(node)));
        requireReadable(config, regions, new Placements(node.placements()));
        return new NodeSettings(node, regions.places(), config);
    }

    private static Config following(NodeConfig node) {
        var config = FollowingJournal.configuration(node.queryPlugins(), node.region());
        for (var placement : node.ownPlacements()) {
            config = config.withFallback(FollowingJournal.configuration(node.queryPlugins(placement), node.region()));
        }
        return config;
    }

    /** Reads every section once, so that a mistake in it is told before anything starts. */
    private static void requireReadable(Config config, RegionSettings regions, Placements placements) {
        read("jetway.gateway", () -> {
            var gateway = GatewaySettings.from(config);
            gateway.tenants().requireHomesIn(regions.regions().keySet());
            gateway.tenants().requirePlacedIn(placements);
            return gateway;
        });
        read("jetway.conversation", () -> ConversationSettings.from(config.getConfig("jetway.conversation")));
        read("jetway.commitment", () -> CommitmentSettings.from(config.getConfig("jetway.commitment")));
        read("jetway.following", () -> FollowingSettings.from(config.getConfig("jetway.following")));
        read("jetway.desk", () -> DeskSettings.from(config.getConfig("jetway.desk")));
        read("jetway.memory", () -> MemorySettings.from(config.getConfig("jetway.memory")));
        read("jetway.specialists", () -> SpecialistSettings.from(config.getConfig("jetway.specialists")));
        read("jetway.ledger", () -> config.getDuration("jetway.ledger.interval"));
        read("jetway.operations", () -> OperationsSettings.from(config));
        if (regions.regions().size() > 1) {
            read(
                    "jetway.region-link",
                    () -> LinkSettings.from(
                            config.getConfig("jetway"),
                            regions.own(),
                            new TreeSet<>(regions.regions().keySet())));
        }
        read("jetway.mcp", () -> McpBridgeSettings.from(config));
        read("jetway.models", () -> {
            var models = ModelsSettings.from(config, regions.regions().keySet(), System.getenv());
            models.requireKeys(System.getenv());
            return models;
        });
        read("jetway.plan-cache", () -> CacheSettings.from(config.getConfig("jetway")));
        read("jetway.model-planning", () -> ModelUseSettings.planning(config.getConfig("jetway")));
        read("jetway.model-writing", () -> ModelUseSettings.writing(config.getConfig("jetway")));
    }

    private static void read(String section, Supplier<?> settings) {
        try {
            settings.get();
        } catch (ConfigException e) {
            throw new IllegalArgumentException("Wrong value in %s: %s".formatted(section, e.getMessage()), e);
        }
    }

    private static Config travelServers() {
        return ConfigFactory.parseResources(
                NodeSettings.class.getClassLoader(),
                "travel-servers.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static NodeConfig node(Config jetway, RegionSettings regions) {
        var host = jetway.getString("akka.host");
        int port = jetway.getInt("akka.port");
        return new NodeConfig(
                regions.own(),
                regions.regions(),
                new Endpoint(host, port == 0 ? freePort(host) : port),
                RegionSettings.endpoints(jetway.getConfig("akka"), "jetway.akka", "seeds"),
                Placements.from(jetway, regions.regions().keySet()).named());
    }

    /** Seed nodes are named by their port, so it has to be known before Akka binds it. */
    private static int freePort(String host) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free on " + host, e);
        }
    }
}
