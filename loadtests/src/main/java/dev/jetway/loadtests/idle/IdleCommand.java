package dev.jetway.loadtests.idle;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/idle}, which starts what is measured. */
@Command(
        name = "idle",
        description = "Measures what an idle conversation costs, and how fast sleeping ones wake.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class IdleCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;
    private static final int WARM_UP = 200;
    private static final double KIB = 1024.0;
    private static final Duration LOOK = Duration.ofSeconds(5);

    @Option(names = "--conversations", defaultValue = "10000", description = "How many (${DEFAULT-VALUE}).")
    private int conversations;

    @Option(names = "--connections", defaultValue = "64", description = "Over so many connections (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--text",
            defaultValue = "find available hotels in Boston for next weekend",
            description = "What every conversation begins with (${DEFAULT-VALUE}).")
    private String text;

    @Option(names = "--url", required = true, description = "The node's WebSocket.")
    private URI url;

    @Option(names = "--pid", required = true, description = "The node's process.")
    private long pid;

    @Option(
            names = "--counted",
            defaultValue = "dev.jetway.runtime.conversation.ConversationEntity",
            description = "The class of which a live conversation has one instance (${DEFAULT-VALUE}).")
    private String counted;

    @Option(
            names = "--asleep-within",
            defaultValue = "600",
            description = "Seconds until all must have gone to sleep (${DEFAULT-VALUE}).")
    private long asleepSeconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("idle: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var name = "idle" + System.currentTimeMillis();
        try (var crowd = new Crowd(url, name, connections)) {
            crowd.open(WARM_UP, "w", text);
            var before = settled(0);
            line("heap with %d live conversations".formatted(before.instances()), mib(before.bytes()));

            long begun = System.nanoTime();
            crowd.open(conversations, "c", text);
            line("turns to open %d conversations".formatted(conversations), seconds(begun));
            var answers = crowd.read(conversations, "c");
            var live = HeapCensus.take(pid, counted);
            line("heap with %d live conversations".formatted(live.instances()), mib(live.bytes()));
            long added = live.instances() - before.instances();
            line(
                    "memory per idle live conversation",
                    added <= 0
                            ? "no live conversation was found: is %s the right class?".formatted(counted)
                            : "%.1f KiB".formatted((live.bytes() - before.bytes()) / KIB / added));

            begun = System.nanoTime();
            var asleep = settled(asleepSeconds);
            line("all asleep after", seconds(begun));
            line("heap with %d live conversations".formatted(asleep.instances()), mib(asleep.bytes()));

            begun = System.nanoTime();
            var again = crowd.read(conversations, "c");
            line("time to wake %d".formatted(conversations), seconds(begun));
            var woken = HeapCensus.take(pid, counted);
            line("heap with %d live conversations".formatted(woken.instances()), mib(woken.bytes()));
            long changed = answers.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(again.get(entry.getKey())))
                    .count();
            boolean good = changed == 0 && asleep.instances() == 0 && added > 0;
            line("conversations changed by sleep", changed);
            line("VERDICT", good ? "all slept, all woke, nothing changed" : "broken, see above");
            return good ? 0 : 1;
        }
    }

    /** Looks now and then until no conversation is live, or the time is over. */
    private HeapCensus settled(long seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        var census = HeapCensus.take(pid, counted);
        while (census.instances() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            census = HeapCensus.take(pid, counted);
        }
        return census;
    }

    private static void line(String label, Object value) {
        System.out.printf("%-45s %s%n", label, value);
    }

    private static String mib(long bytes) {
        return "%.1f MiB".formatted(bytes / KIB / KIB);
    }

    private static String seconds(long begun) {
        return "%.1f s".formatted(Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0);
    }
}
