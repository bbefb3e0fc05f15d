package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.Door;
import dev.jetway.loadtests.stack.RegionDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A Cassandra and one or two nodes, in a network of their own. For one thread at a time. */
final class Region {

    static final int CQL_PORT = 17420; // as in start-jetway.sh
    static final int LINK_PORT = 17440;

    private static final int GATEWAY_PORT = 17410;
    private static final int AKKA_PORT = 17450;
    private static final Duration START_LIMIT = Duration.ofMinutes(6);
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(20);

    /** What is told to its programs. */
    record Layout(Path root, Path folder, Path secret, List<String> regions, int nodes, Certificates.Stores link) {}

    private final String name;
    private final Network network;
    private final Layout layout;
    private final List<Program> nodes = new ArrayList<>();
    private Program database;
    private long cassandra;

    Region(String name, Network network, Layout layout) {
        this.name = name;
        this.network = network;
        this.layout = layout;
    }

    String name() {
        return name;
    }

    int size() {
        return layout.nodes();
    }

    /** Where front ends come in, one for each node. */
    List<Door> doors() {
        return IntStream.range(0, layout.nodes())
                .mapToObj(node -> new Door(
                        name, URI.create("ws://%s:%d/v1/ws".formatted(network.address(name, node), GATEWAY_PORT))))
                .toList();
    }

    String contactPoint() {
        return network.address(name, 0) + ":" + CQL_PORT;
    }

    /** Blocks until Cassandra answers, and after a crash until it has what it missed. */
    void startDatabase() throws IOException {
        Files.createDirectories(folder());
        var seeds = String.join(
                ",",
                layout.regions().stream()
                        .map(region -> network.address(region, 0))
                        .toList());
        var command = new ArrayList<>(network.inside(name));
        command.addAll(List.of(
                layout.root().resolve("loadtests/start-jetway.sh").toString(),
                "region-cassandra",
                network.address(name, 0),
                seeds));
        database = Program.start(new Program.Plan(
                "Cassandra of " + name,
                command,
                Map.of("JETWAY_DATA", folder().toString(), "JETWAY_REGION", name),
                "",
                RegionDatabase.READY,
                folder().resolve("cassandra.log")));
        cassandra = Long.parseLong(database.awaitReady(START_LIMIT));
    }

    /** Starts all nodes that do not run, and blocks until they serve. */
    void startNodes() throws IOException {
        for (int node = 0; node < layout.nodes(); node++) {
            if (node == nodes.size()) {
                nodes.add(launch(node));
            } else if (!nodes.get(node).alive()) {
                nodes.set(node, launch(node));
            }
        }
        for (var node : nodes) {
            node.awaitReady(START_LIMIT);
        }
    }

    private Program launch(int node) throws IOException {
        var command = new ArrayList<>(network.inside(name));
        command.addAll(
                List.of(layout.root().resolve("jetway").toString(), "node", "--leashed", "--start-timeout", "300"));
        return Program.start(new Program.Plan(
                "node %d of %s".formatted(node + 1, name),
                command,
                Map.of("JETWAY_BUILD", "never"),
                configuration(node) + "\n.\n",
                "node ready ",
                folder().resolve("node-%d.log".formatted(node + 1))));
    }

    private String configuration(int node) {
        var own = network.address(name, node);
        var text = new StringBuilder();
        line(text, "jetway.region", name);
        for (var region : layout.regions()) {
            list(
                    text,
                    "jetway.regions." + region + ".contact-points",
                    List.of(network.address(region, 0) + ":" + CQL_PORT));
            if (!region.equals(name)) {
                list(text, "jetway.region-link.addresses." + region, all(region, "https://", LINK_PORT));
            }
        }
        line(text, "jetway.region-link.host", own);
        line(text, "jetway.region-link.port", LINK_PORT);
        line(text, "jetway.region-link.keystore", layout.link().keystore());
        line(text, "jetway.region-link.truststore", layout.link().truststore());
        line(text, "jetway.region-link.password-file", layout.link().password());
        line(text, "jetway.gateway.host", own);
        line(text, "jetway.gateway.port", GATEWAY_PORT);
        if (layout.nodes() > 1) {
            line(text, "jetway.akka.host", own);
            line(text, "jetway.akka.port", AKKA_PORT);
            list(text, "jetway.akka.seeds", all(name, "", AKKA_PORT));
        }
        line(text, "jetway.mcp.identity.secret-file", layout.secret());
        line(text, "jetway.travel.url", Regions.TRAVEL);
        return text.toString();
    }

    private List<String> all(String region, String prefix, int port) {
        return IntStream.range(0, layout.nodes())
                .mapToObj(node -> prefix + network.address(region, node) + ":" + port)
                .toList();
    }

    private static void list(StringBuilder text, String key, List<String> values) {
        text.append(key).append(" = [\"").append(String.join("\", \"", values)).append("\"]\n");
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(" = \"").append(value).append("\"\n");
    }

    Path folder() {
        return layout.folder().resolve(name);
    }

    /** All of it at once, as {@code kill -9} does. */
    void kill() throws IOException {
        killDatabaseProcess();
        nodes.forEach(Program::kill);
        database.kill();
        for (var node : nodes) {
            node.awaitEnd(DEATH_LIMIT);
        }
        database.awaitEnd(DEATH_LIMIT);
    }

    // First, as it would end in good order when the process that watches over it is gone.
    private void killDatabaseProcess() throws IOException {
        var process = ProcessHandle.of(cassandra);
        process.ifPresent(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + DEATH_LIMIT.toNanos();
        while (process.isPresent() && process.get().isAlive() && System.nanoTime() < deadline) {
            Pauses.sleep(Duration.ofMillis(5));
        }
    }

    void killNode(int node) throws IOException {
        nodes.get(node).kill();
        nodes.get(node).awaitEnd(DEATH_LIMIT);
    }

    void stopNode(int node) throws IOException {
        nodes.get(node).stop();
    }

    /** Cassandra in good order; the nodes stay. */
    void stopDatabase() throws IOException {
        database.stop();
    }

    void suspendNode(int node) throws IOException {
        nodes.get(node).signal("STOP");
    }

    void resumeNode(int node) throws IOException {
        nodes.get(node).signal("CONT");
    }

    long pidOfCassandra() {
        return cassandra;
    }

    /** Ends whatever of it runs. */
    void close() {
        try {
            for (var node : nodes) {
                if (node.alive()) {
                    node.signal("CONT");
                    node.stop();
                }
            }
            if (database != null) {
                database.stop();
            }
        } catch (IOException e) {
            nodes.forEach(Program::kill);
            if (database != null) {
                database.kill();
            }
        }
    }
}
