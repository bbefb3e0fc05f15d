package dev.jetway.loadtests.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code loadtests/kill-drill}, which starts the database and the travel servers. */
@Command(
        name = "kill-drill",
        description = "Kills a node in the middle of turns and approved bookings, and checks that nothing is lost.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class KillDrillCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;

    @Option(names = "--turns", defaultValue = "50", description = "Turns under way at the kill (${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--bookings", defaultValue = "20", description = "Approved bookings under way (${DEFAULT-VALUE}).")
    private int bookings;

    @Option(names = "--seed", description = "Decides the moments of the approvals and of the kill (random).")
    private long seed = System.nanoTime() % 10_000;

    @Option(
            names = "--limit",
            defaultValue = "120",
            description = "Seconds from the kill until every turn must have ended (${DEFAULT-VALUE}).")
    private long limitSeconds;

    @Option(names = "--url", required = true, description = "The node's WebSocket.")
    private URI url;

    @Option(names = "--ready", required = true, description = "Answers, and with no 5xx, when the node serves.")
    private URI ready;

    @Option(names = "--travel", required = true, description = "The travel servers, started with --faults.")
    private URI travel;

    @Option(names = "--token-secret", required = true, description = "File with the secret of traveler tokens.")
    private Path tokenSecret;

    @Option(names = "--log", required = true, description = "Where the node's output goes.")
    private Path log;

    @Parameters(arity = "1..*", description = "Runs the node in the foreground.")
    private List<String> node;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new KillDrillCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("kill-drill: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var settings =
                new DrillSettings(url, travel, tokenSecret, turns, bookings, seed, Duration.ofSeconds(limitSeconds));
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        try (var child = new ChildNode(http, node, ready, log)) {
            child.restart();
            var report = KillDrill.run(settings, child);
            System.out.print(report.text());
            return report.passed() ? 0 : 1;
        }
    }
}
