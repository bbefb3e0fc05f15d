package dev.jetway.loadtests.idle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/following}, which starts two regions to be measured. */
@Command(
        name = "following",
        description = "Measures what conversations cost that are live in two regions while nobody speaks.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FollowingCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;
    private static final int WARM_UP = 100;
    private static final double KIB = 1024.0;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String COUNTED = "dev.jetway.runtime.conversation.ConversationEntity";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--conversations", defaultValue = "1000", description = "How many (${DEFAULT-VALUE}).")
    private int conversations;

    @Option(names = "--connections", defaultValue = "16", description = "Over so many connections (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--window", defaultValue = "60", description = "Seconds of each measurement (${DEFAULT-VALUE}).")
    private long window;

    @Option(names = "--settle", defaultValue = "20", description = "Seconds of silence before it (${DEFAULT-VALUE}).")
    private long settle;

    @Option(
            names = "--spoken",
            defaultValue = "100",
            description = "In so many conversations something is said then, to see when the other region knows "
                    + "(${DEFAULT-VALUE}).")
    private int spoken;

    @Option(
            names = "--text",
            defaultValue = "tell me about Kyoto",
            description = "What is said in every conversation (${DEFAULT-VALUE}).")
    private String text;

    @Option(names = "--port", required = true, description = "Of the first region's page; the second has the next.")
    private int port;

    @Option(names = "--launcher", required = true, description = "The process of 'jetway up'.")
    private long launcher;

    @Option(names = "--data", required = true, description = "Its data folder.")
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FollowingCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("following: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var name = "following" + System.currentTimeMillis();
        var nodes = parts("JetwayCommand", "node");
        var databases = parts("dev.jetway.cassandra.Main");
        if (nodes.size() != 2 || databases.size() != 2) {
            throw new IOException("Not two regions: %s nodes, %s databases".formatted(nodes.size(), databases.size()));
        }
        try (var eu = new Crowd(page(port), name, connections);
                var us = new Crowd(page(port + 1), name, connections)) {
            eu.say(WARM_UP, "w", 0, text);
            us.read(WARM_UP, "w");
            eu.say(conversations, "c", 0, text);
            boolean equal = equalSoon(eu, us);
            var awake = census(nodes);
            line("conversations live in each region", awake.instances() / 2 - WARM_UP + " and " + WARM_UP + " before");

            var silent = measured(nodes, databases);
            line("while they are silent: nodes, Cassandra", silent);

            eu.say(spoken, "c", 1, text);
            var heard = lag();
            line("then heard in the other region, events", heard.path("events").asLong());
            line(
                    "  p50, p99",
                    "%d ms, %d ms"
                            .formatted(
                                    heard.path("p50Millis").asLong(),
                                    heard.path("p99Millis").asLong()));

            var asleep = allAsleep(nodes);
            var nothing = measured(nodes, databases);
            line("while all sleep: nodes, Cassandra", nothing);
            long live = awake.instances() - asleep.instances();
            line(
                    "heap of a live conversation, one region",
                    "%.1f KiB".formatted((awake.bytes() - asleep.bytes()) / KIB / live));
            line("for 1,000 conversations live in both", silent.minus(nothing).times(2_000.0 / live));
            boolean good = equal && asleep.instances() == 0;
            line("VERDICT", good ? "both regions knew all of them, and all slept" : "broken: not equal, or not asleep");
            return good ? 0 : 1;
        }
    }

    /** Per cent of a processor. */
    private record Shares(double nodes, double databases) {

        Shares minus(Shares other) {
            return new Shares(nodes - other.nodes, databases - other.databases);
        }

        Shares times(double factor) {
            return new Shares(nodes * factor, databases * factor);
        }

        @Override
        public String toString() {
            return "%.1f %% + %.1f %% = %.1f %% of a processor".formatted(nodes, databases, nodes + databases);
        }
    }

    private Shares measured(List<ProcessHandle> nodes, List<ProcessHandle> databases)
            throws IOException, InterruptedException {
        Thread.sleep(Duration.ofSeconds(settle).toMillis());
        var ofNodes = Processor.now(nodes);
        var ofDatabases = Processor.now(databases);
        Thread.sleep(Duration.ofSeconds(window).toMillis());
        return new Shares(ofNodes.percentSince(), ofDatabases.percentSince());
    }

    /** A replica that was just loaded may not know everything yet. */
    private boolean equalSoon(Crowd eu, Crowd us) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        us.read(conversations, "c");
        boolean equal = false;
        while (!equal && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            equal = us.read(conversations, "c").equals(eu.read(conversations, "c"));
        }
        return equal;
    }

    private static HeapCensus allAsleep(List<ProcessHandle> nodes) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        var census = census(nodes);
        while (census.instances() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            census = census(nodes);
        }
        return census;
    }

    private static HeapCensus census(List<ProcessHandle> nodes) throws IOException {
        var all = new HeapCensus(0, 0);
        for (var node : nodes) {
            var one = HeapCensus.take(node.pid(), COUNTED);
            all = new HeapCensus(all.bytes() + one.bytes(), all.instances() + one.instances());
        }
        return all;
    }

    /** What the second region says of the news from the first. */
    private JsonNode lag() throws IOException, InterruptedException {
        var regions = data.resolve("regions");
        try (var folders = Files.list(regions)) {
            var second = folders.sorted().skip(1).findFirst().orElseThrow();
            var address =
                    URI.create(Files.readString(second.resolve("operations")).strip());
            var answer = http.send(
                    HttpRequest.newBuilder(address.resolve("/v1/regions")).build(), BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("others").elements().next().path("lag");
        }
    }

    /** The processes whose command lines have words that end with all of these. */
    private List<ProcessHandle> parts(String... words) throws IOException {
        var parts = new ArrayList<ProcessHandle>();
        var all = ProcessHandle.of(launcher).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
        for (var process : all) {
            var line = List.of(Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())))
                    .split("\0"));
            if (List.of(words).stream().allMatch(word -> line.stream().anyMatch(part -> part.endsWith(word)))) {
                parts.add(process);
            }
        }
        return parts;
    }

    private static URI page(int port) {
        return URI.create("ws://127.0.0.1:%d/v1/ws".formatted(port));
    }

    private static void line(String label, Object value) {
        System.out.printf("%-45s %s%n", label, value);
    }
}
