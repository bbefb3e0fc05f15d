package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.TravelBackEnd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/region-drill}, which prepares the network and starts the travel servers. */
@Command(
        name = "region-drill",
        description = "Two regions, clients at work in both, a fault, and whether every promise was kept.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RegionDrillCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;

    @Option(
            names = "--fault",
            split = ",",
            description = "kill-node, kill-region, cut, cut-one-way, stop-cassandra, pause or rolling (kill-region);"
                    + " several, with commas, come one after the other.")
    private List<String> faults = List.of("kill-region");

    @Option(names = "--region", description = "Which region it befalls (eu, with --away us); eu is the primary.")
    private String region = "";

    @Option(
            names = "--away",
            paramLabel = "MINUTES",
            description = "A region is killed and stays away so long; then how fast it catches up.")
    private int away;

    @Option(names = "--random", paramLabel = "ROUNDS", description = "So many rounds that the seed chooses instead.")
    private int random;

    @Option(names = "--seed", description = "Decides what clients do, and the rounds of --random (random).")
    private long seed = System.nanoTime() % 10_000;

    @Option(names = "--conversations", description = "Conversations in a round (${DEFAULT-VALUE}).")
    private int conversations = 100;

    @Option(names = "--calm", description = "Seconds of work before the fault (${DEFAULT-VALUE}).")
    private int calm = 30;

    @Option(names = "--seconds", description = "How long the fault lasts (${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--nodes", description = "Nodes in each region, 1 to 3 (${DEFAULT-VALUE}).")
    private int nodes = 1;

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    @Option(names = "--folder", required = true, hidden = true)
    private Path folder;

    @Option(names = "--token-secret", required = true, hidden = true)
    private Path tokenSecret;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RegionDrillCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("region-drill: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var rounds = rounds();
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(Executors.newFixedThreadPool(4, RegionDrillCommand::daemon))
                .build();
        var reports = run(rounds, http);
        summary(reports);
        return reports.stream().allMatch(RoundReport::passed) ? 0 : 1;
    }

    private List<RoundReport> run(List<Round> rounds, HttpClient http) throws IOException {
        say("starting two regions");
        try (var regions = Regions.start(root.toRealPath(), folder, tokenSecret, nodes)) {
            var ending = new Thread(regions::close, "end of the regions");
            Runtime.getRuntime().addShutdownHook(ending);
            var travel = new TravelBackEnd(http, URI.create(Regions.TRAVEL), tokenSecret);
            var reports =
                    run(rounds, new RegionDrill(regions, http, travel, conversations, folder, RegionDrillCommand::say));
            Runtime.getRuntime().removeShutdownHook(ending);
            return reports;
        }
    }

    private List<Round> rounds() {
        if (random > 0) {
            return Round.random(seed, random);
        }
        boolean catchingUp = away > 0;
        // Without the primary nothing can be approved, and nothing would be done before it is back.
        var struck = !region.isEmpty() ? region : catchingUp ? Regions.other(Regions.PRIMARY) : Regions.PRIMARY;
        if (!Regions.NAMES.contains(struck)) {
            throw new IllegalArgumentException("The regions are %s, not %s".formatted(Regions.NAMES, struck));
        }
        return (catchingUp ? List.of("kill-region") : faults)
                .stream()
                        .map(fault -> new Round(
                                Round.fault(fault, struck),
                                seed,
                                Duration.ofSeconds(calm),
                                catchingUp ? Duration.ofMinutes(away) : Duration.ofSeconds(seconds),
                                catchingUp))
                        .toList();
    }

    private List<RoundReport> run(List<Round> rounds, RegionDrill drill) throws IOException {
        var reports = new ArrayList<RoundReport>();
        for (var round : rounds) {
            var report = drill.run(round);
            reports.add(report);
            System.out.println(report.text());
            if (random > 0 && report.fatal()) {
                break;
            }
        }
        return reports;
    }

    private void summary(List<RoundReport> reports) throws IOException {
        int all = conversations * reports.size();
        for (var name : Regions.NAMES) {
            System.out.printf(
                    "%-44s %.1f KiB for each of %d%n",
                    "on disk in " + name, Disk.bytes(folder.resolve(name).resolve("cassandra")) / 1024.0 / all, all);
        }
        for (int i = 0; i < reports.size(); i++) {
            System.out.printf(
                    "%2d %-40s %s%n",
                    i + 1, reports.get(i).round().fault(), reports.get(i).verdict());
        }
        System.out.printf(
                "%d rounds, %d without a broken promise; seed %d; histories in %s%n",
                reports.size(), reports.stream().filter(RoundReport::passed).count(), seed, folder);
    }

    private static void say(String what) {
        System.out.printf("%tT %s%n", LocalTime.now(), what);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "http");
        thread.setDaemon(true);
        return thread;
    }
}
