package dev.jetway.loadtests.sockets;

import dev.jetway.loadtests.idle.HeapCensus;
import dev.jetway.loadtests.idle.Processor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/sockets}, which starts what is measured. */
@Command(
        name = "sockets",
        description = "Measures what WebSockets cost a node, how soon events arrive, and whom slow readers hurt.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SocketsCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;
    private static final int WARM_UP = 200;
    private static final double KIB = 1024.0;
    private static final String CONNECTION = "dev.jetway.runtime.gateway.socket.ConnectionActor";

    @Option(names = "--idle", defaultValue = "5000", description = "Connections that say nothing (${DEFAULT-VALUE}).")
    private int idle;

    @Option(names = "--follow", description = "Each of them follows a conversation of its own.")
    private boolean follow;

    @Option(names = "--streaming", defaultValue = "500", description = "With a conversation each (${DEFAULT-VALUE}).")
    private int streaming;

    @Option(
            names = "--slow",
            defaultValue = "50",
            description = "Connections to which much is written, and which in the second window do not read it; at"
                    + " most 64, because 32 may follow a conversation (${DEFAULT-VALUE}).")
    private int slow;

    @Option(names = "--turns", defaultValue = "5", description = "Begun a second, over all (${DEFAULT-VALUE}).")
    private double turns;

    @Option(names = "--notes", defaultValue = "10", description = "A second to each slow one (${DEFAULT-VALUE}).")
    private double notes;

    @Option(names = "--note-bytes", defaultValue = "20000", description = "Of each, at most 20000 (${DEFAULT-VALUE}).")
    private int noteBytes;

    @Option(names = "--text", defaultValue = "tell me about Kyoto", description = "What is said (${DEFAULT-VALUE}).")
    private String text;

    @Option(names = "--window", defaultValue = "60", description = "Seconds of each measurement (${DEFAULT-VALUE}).")
    private long window;

    @Option(names = "--settle", defaultValue = "20", description = "Seconds before each (${DEFAULT-VALUE}).")
    private long settle;

    @Option(
            names = "--ratio",
            defaultValue = "2.0",
            description = "By so much the p99 may grow while some do not read (${DEFAULT-VALUE}).")
    private double ratio;

    @Option(names = "--port", required = true, description = "The node's, on 127.0.0.1.")
    private int port;

    @Option(names = "--operations", required = true, description = "Its address for operators.")
    private URI operations;

    @Option(names = "--pid", required = true, description = "The node's process.")
    private long pid;

    private final String name = "s" + System.currentTimeMillis();
    private final List<String> broken = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SocketsCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("sockets: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int all = idle + streaming + slow + Window.WRITERS;
        OpenFiles.require("client", ProcessHandle.current().pid(), all);
        OpenFiles.require("node", pid, all);
        var node = new InetSocketAddress("127.0.0.1", port);
        try (var early = new Crowd(node)) {
            early.open(WARM_UP, i -> new Traveler("%s-warm-%d".formatted(name, i)));
        }
        try (var crowd = new Crowd(node)) {
            var silent = silent(crowd);
            var gaps = new AtomicLong();
            var talking = crowd.open(streaming, i -> new Streaming("%s-talk-%d".formatted(name, i), gaps));
            Crowd.each(talking, Streaming::follow);
            var without = window(crowd, talking, "all read", false);
            var with = window(crowd, talking, "%d of them do not".formatted(slow), true);
            judge(without, with, gaps.get());
            stillThere(silent, talking);
        }
        line("VERDICT", broken.isEmpty() ? "who did not read was cut off, and hurt nobody" : String.join("; ", broken));
        return broken.isEmpty() ? 0 : 1;
    }

    private List<Traveler> silent(Crowd crowd) throws IOException, InterruptedException {
        var before = HeapCensus.take(pid, CONNECTION);
        long resident = resident();
        long begun = System.nanoTime();
        var silent = crowd.open(idle, i -> new Traveler("%s-idle-%d".formatted(name, i)));
        if (follow) {
            Crowd.each(silent, traveler -> traveler.follow("trip"));
        }
        line("%d connections opened in".formatted(idle), "%.1f s".formatted((System.nanoTime() - begun) / 1e9));
        var after = HeapCensus.take(pid, CONNECTION);
        line("of which the node has", after.instances());
        line("heap of each", "%.1f KiB".formatted((after.bytes() - before.bytes()) / KIB / idle));
        line(
                "resident memory by which the node has grown, for each",
                "%.1f KiB".formatted((resident() - resident) / KIB / idle));
        Thread.sleep(Duration.ofSeconds(settle).toMillis());
        var processor = Processor.now(List.of(ProcessHandle.of(pid).orElseThrow()));
        Thread.sleep(Duration.ofSeconds(window).toMillis());
        line("while they say nothing, the node takes", "%.1f %% of a processor".formatted(processor.percentSince()));
        return silent;
    }

    private long resident() throws IOException {
        var line = Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(it -> it.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }

    private Window window(Crowd crowd, List<Streaming> talking, String what, boolean deaf)
            throws IOException, InterruptedException {
        var terms = new Window.Terms(
                "%s-%s".formatted(name, deaf ? "deaf" : "well"),
                new NodeMetrics(operations),
                text,
                noteBytes,
                turns,
                notes,
                slow,
                deaf,
                Duration.ofSeconds(settle),
                Duration.ofSeconds(window));
        var seen = Window.measure(crowd, talking, terms);
        line("--- " + what, "%d turns begun, %d skipped".formatted(seen.turns(), seen.skipped()));
        line("a message acknowledged after", seen.acknowledged());
        line("an event delivered after, storing it included", seen.delivery());
        count(seen.refused(), "%d commands were refused while " + what);
        count(seen.unfinished(), "%d turns did not end well while " + what);
        return seen;
    }

    private void judge(Window without, Window with, long gaps) {
        line(
                "cut off",
                "%d of %d, the last after %.1f s"
                        .formatted(with.cut(), slow, with.cutAfter().toMillis() / 1e3));
        double grown =
                (with.delivery().quantile(0.99) + 1.0) / (without.delivery().quantile(0.99) + 1.0);
        line("p99 of delivery has grown", "%.2f times".formatted(grown));
        if (with.cut() < slow) {
            broken.add("%d who did not read were not cut off".formatted(slow - with.cut()));
        }
        if (grown > ratio) {
            broken.add("the p99 of the others grew %.2f times".formatted(grown));
        }
        count(gaps, "%d events came out of order, twice or not at all");
    }

    private void stillThere(List<Traveler> silent, List<Streaming> talking) throws IOException {
        long lost = silent.stream().filter(Traveler::ended).count()
                + talking.stream().filter(Traveler::ended).count();
        count(lost, "%d connections that read were lost");
        if (lost == 0) {
            Crowd.each(silent, Traveler::ping);
            Crowd.each(talking, Traveler::ping);
        }
    }

    private void count(long found, String what) {
        if (found > 0) {
            broken.add(what.formatted(found));
        }
    }

    private static void line(String label, Object value) {
        System.out.printf("%-55s %s%n", label, value);
    }
}
