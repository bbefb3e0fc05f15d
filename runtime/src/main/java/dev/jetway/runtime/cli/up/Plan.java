package dev.jetway.runtime.cli.up;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.jetway.cluster.cassandra.CassandraStartException;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.cluster.cassandra.LocalDataCenters;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.leash.Leashed;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.link.LocalCertificates;
import dev.jetway.runtime.region.link.TlsFiles;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code jetway up} is to start.
 *
 * @param regions their names; none for a single one without a name
 * @param port of the chat page; the page of the next region is at the next port, unless it is 0
 * @param faults whether the travel servers accept faults, for drills
 * @param written what the nodes are told beside that, without defaults
 * @param nodeArguments further arguments of {@code jetway node}, which say the same
 */
public record Plan(
        Installation installation,
        DataFolder data,
        List<String> regions,
        int port,
        boolean faults,
        Config written,
        List<String> nodeArguments,
        Duration startLimit) {

    /** As for {@code jetway node}: jars, separated by colons. */
    private static final String AGENTS = "JETWAY_AGENTS";

    private static final List<String> JVM =
            List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2", "-Dfile.encoding=UTF-8");

    /**
     * What each region consists of, in the order they were named.
     *
     * @throws Failure when the data folder is of other regions, or cannot be used
     */
    List<RegionPlan> parts() {
        if (regions.isEmpty()) {
            return List.of(
                    new RegionPlan("", data, port, new TreeMap<>(), cassandra(), new TreeMap<>(), new TreeMap<>()));
        }
        try {
            var nodes = LocalDataCenters.in(data.dataCenters(), new TreeSet<>(regions), cassandra())
                    .nodes();
            SortedMap<String, String> contactPoints = new TreeMap<>();
            nodes.forEach((name, node) -> contactPoints.put(
                    name, node.listen().address() + ":" + node.listen().cqlPort()));
            var links = freePorts();
            SortedMap<String, String> pages = new TreeMap<>();
            for (int i = 0; port != 0 && i < regions.size(); i++) {
                pages.put(regions.get(i), "http://127.0.0.1:" + (port + i));
            }
            List<RegionPlan> parts = new ArrayList<>();
            for (String name : regions) {
                parts.add(new RegionPlan(
                        name,
                        data.region(name),
                        port == 0 ? 0 : port + parts.size(),
                        pages,
                        nodes.get(name),
                        contactPoints,
                        links));
            }
            return parts;
        } catch (IllegalArgumentException | CassandraStartException e) {
            throw new Failure(e.getMessage(), e);
        }
    }

    /** By region, for its link; held together until all are chosen, so that no two are the same. */
    private SortedMap<String, Integer> freePorts() {
        SortedMap<String, Integer> ports = new TreeMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String name : regions) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                ports.put(name, held.get(held.size() - 1).getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new Failure("No port is free for the link between the regions (%s).".formatted(e.getMessage()), e);
        }
    }

    /**
     * What has to stay in some of the regions.
     *
     * @param dataCenters of all of them, which are named like their regions
     * @throws Failure naming what makes no sense
     */
    List<PlacedKeyspace> placed(Set<String> dataCenters) {
        try {
            var jetway = ConfigFactory.load(written).getConfig("jetway");
            return Placements.from(jetway, dataCenters).named().values().stream()
                    .map(placement -> new PlacedKeyspace(placement.name(), oneCopyIn(placement.regions())))
                    .toList();
        } catch (ConfigException | IllegalArgumentException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }

    static Replication oneCopyIn(Collection<String> dataCenters) {
        Map<String, Integer> copies = new TreeMap<>();
        dataCenters.forEach(name -> copies.put(name, 1));
        return Replication.of(copies);
    }

    private EmbeddedCassandraSettings cassandra() {
        Map<String, Object> given = Map.of(
                "data", data.cassandra().toString(),
                "libraries", installation.cassandraLibraries().toString());
        return EmbeddedCassandraSettings.from(ConfigFactory.parseMap(given, "jetway up")
                .atPath(EmbeddedCassandraSettings.PATH)
                .withFallback(ConfigFactory.load()));
    }

    List<String> travelCommand(ClassDataArchive archive) {
        List<String> command = java(archive);
        command.addAll(List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator,
                        installation.travelLibraries().resolve("*").toString(),
                        installation.travelLibraries().resolveSibling("*").toString(),
                        installation.leash().toString()),
                Leashed.class.getName(),
                "dev.jetway.travel.TravelServers",
                "--port",
                "0",
                "--data",
                data.travel().toString(),
                "--token-secret-file",
                data.secretFile().toString()));
        if (faults) {
            command.add("--faults");
        }
        return command;
    }

    List<String> nodeCommand(RegionPlan region, ClassDataArchive archive) {
        List<String> command = java(archive);
        command.addAll(List.of("-Xms256m", "-Xmx1g"));
        command.addAll(words(System.getenv("JETWAY_NODE_OPTS")));
        command.addAll(List.of(
                "-Djetway.home=" + installation.home(),
                "-Dlogback.configurationFile=jetway-node-logback.xml",
                "-DJETWAY_LOGS=" + region.data().logs().resolve("node"),
                "-cp",
                classPath(),
                "dev.jetway.runtime.cli.JetwayCommand",
                "node",
                "--leashed"));
        command.addAll(nodeArguments);
        return command;
    }

    private String classPath() {
        var libraries = installation.nodeLibraries().resolve("*").toString();
        return ownAgents() ? libraries + File.pathSeparator + System.getenv(AGENTS) : libraries;
    }

    /** Whether nodes get agents on their class path that are not part of this installation. */
    boolean ownAgents() {
        var jars = System.getenv(AGENTS);
        return jars != null && !jars.isEmpty();
    }

    /** By region, what it proves with who it is; made the first time. Blocks. */
    SortedMap<String, TlsFiles> certificates() {
        if (regions.isEmpty()) {
            return new TreeMap<>();
        }
        try {
            return LocalCertificates.in(data.certificates(), new TreeSet<>(regions));
        } catch (IOException e) {
            throw new Failure("Certificates for the link between the regions: " + e.getMessage(), e);
        }
    }

    /** What the node is told when the parts it needs are there; one line of JSON. */
    String nodeConfiguration(
            RegionPlan region,
            CassandraPart.Address address,
            String toolsUrl,
            SortedMap<String, TlsFiles> certificates) {
        Config config = ConfigFactory.parseMap(Map.of(
                        "jetway.operations.address-file",
                        region.data().operationsAddress().toString(),
                        "jetway.region",
                        address.dataCenter(),
                        "jetway.gateway.port",
                        region.port(),
                        "jetway.mcp.identity.secret-file",
                        data.secretFile().toString(),
                        "jetway.mcp.lock-file",
                        installation.travelLock().toString(),
                        "jetway.travel.url",
                        toolsUrl))
                .withFallback(ConfigFactory.parseMap(databases(region, address)))
                .withFallback(ConfigFactory.parseMap(link(region, certificates)));
        return config.root().render(ConfigRenderOptions.concise());
    }

    private static Map<String, Object> databases(RegionPlan region, CassandraPart.Address address) {
        if (region.alone()) {
            return Map.of("jetway.cassandra.contact-points", List.of(address.host() + ":" + address.cqlPort()));
        }
        Map<String, Object> databases = new TreeMap<>();
        region.contactPoints()
                .forEach((name, contactPoint) ->
                        databases.put("jetway.regions." + name + ".contact-points", List.of(contactPoint)));
        region.pages().forEach((name, page) -> databases.put("jetway.regions." + name + ".public-url", page));
        return databases;
    }

    private static Map<String, Object> link(RegionPlan region, SortedMap<String, TlsFiles> certificates) {
        if (region.alone()) {
            return Map.of();
        }
        var tls = certificates.get(region.name());
        Map<String, Object> link = new TreeMap<>();
        link.put("jetway.region-link.port", region.links().get(region.name()));
        link.put("jetway.region-link.keystore", tls.keystore().toString());
        link.put("jetway.region-link.truststore", tls.truststore().toString());
        link.put("jetway.region-link.password-file", tls.password().toString());
        region.links().forEach((name, port) -> {
            if (!name.equals(region.name())) {
                link.put("jetway.region-link.addresses." + name, List.of("https://127.0.0.1:" + port));
            }
        });
        return link;
    }

    private static List<String> java(ClassDataArchive archive) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(archive.options());
        return command;
    }

    private static List<String> words(String options) {
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.trim().split("\\s+"));
    }
}
