package dev.jetway.loadtests.planning;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.planning.EmbeddedPlanner;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.SentenceEncoders;
import dev.jetway.agents.task.TaskGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/planning}. */
@Command(
        name = "planning",
        description = "Measures what the embedded planner takes to start, and for a plan.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PlanningCommand implements Callable<Integer> {

    private static final int MISSED = 1;
    private static final int COULD_NOT_RUN = 2;
    private static final double MOST_START_MILLIS = 1_000;
    private static final double MOST_MEGABYTES = 250;
    private static final double MOST_P99_MILLIS = 10;

    @Option(names = "--rate", defaultValue = "50", description = "Requests a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "For how long (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before that (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--start-only", description = "Measures the start, and makes no plans.")
    private boolean startOnly;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PlanningCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("planning: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        double before = resident();
        long began = System.nanoTime();
        var planner = new EmbeddedPlanner();
        double loaded = millis(began);
        Map<String, Skill> skills = ServiceLoader.load(AgentBehavior.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(agent -> agent.card().skills().stream())
                .collect(Collectors.toUnmodifiableMap(Skill::id, skill -> skill));
        planner.prepare(skills);
        double ready = millis(began);
        if (SentenceEncoders.shared().isEmpty()) {
            throw new IllegalStateException(SentenceEncoders.problem().orElse("no sentence encoder on the class path"));
        }
        double after = resident();
        System.out.printf(
                "processors %d; planner loaded after %.0f ms, ready after %.0f ms; resident %.0f MB, %.0f MB before%n",
                Runtime.getRuntime().availableProcessors(), loaded, ready, after, before);
        if (startOnly) {
            return ready < MOST_START_MILLIS && after < MOST_MEGABYTES ? 0 : MISSED;
        }
        return plan(planner, skills);
    }

    private int plan(Planner planner, Map<String, Skill> skills) throws IOException {
        var messages = messages();
        run(planner, skills, messages, warmUp * rate);
        var took = run(planner, skills, messages, seconds * rate);
        Arrays.sort(took);
        System.out.printf(
                "%-10s %8s %8s %8s %8s %8s%n", "requests", "a second", "p50 ms", "p95 ms", "p99 ms", "max ms");
        System.out.printf(
                "%-10d %8d %8.2f %8.2f %8.2f %8.2f%n",
                took.length, rate, at(took, 0.5), at(took, 0.95), at(took, 0.99), at(took, 1));
        System.out.printf("resident %.0f MB%n", resident());
        return at(took, 0.99) < MOST_P99_MILLIS && resident() < MOST_MEGABYTES ? 0 : MISSED;
    }

    /** From when a request was due until it was planned, so that one that had to wait is not measured too short. */
    private double[] run(Planner planner, Map<String, Skill> skills, List<String> messages, int requests) {
        var took = new double[requests];
        var history = List.of(new PastTurn(messages.get(1), TaskGraph.EMPTY, "On which day?"));
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = start + TimeUnit.SECONDS.toNanos(1) * i / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            // No two messages are the same, so that nothing is answered from what is kept.
            var text = messages.get(i % messages.size()) + ", no " + System.nanoTime();
            var traveler = new Traveler("planning", "en-GB", "Europe/London", "GBP");
            planner.plan(new PlanningRequest(text, Instant.now(), traveler, i % 2 == 0 ? List.of() : history, skills))
                    .toCompletableFuture()
                    .join();
            took[i] = (System.nanoTime() - due) / 1e6;
        }
        return took;
    }

    private static List<String> messages() throws IOException {
        try (var stream = PlanningCommand.class.getResourceAsStream("messages.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    /** Megabytes of this process, after a garbage collection. */
    private static double resident() throws IOException {
        System.gc();
        return Files.readString(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no VmRSS"));
    }
}
