package dev.jetway.loadtests.callcost;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code loadtests/call-cost}. */
@Command(
        name = "call-cost",
        description = "Measures what the bridge adds to a plain HTTP POST of the same body.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CallCostCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;
    private static final int WARM_UP_AT_ONCE = 16;
    private static final int WATCHED_AT_ONCE = 16;
    private static final double AIM_MILLIS_AT_ONE = 0.3;
    private static final double AIM_RATE_AT_MOST = 0.5;

    @Option(
            names = "--at-once",
            split = ",",
            defaultValue = "1,16,128",
            description = "Calls at once (${DEFAULT-VALUE}).")
    private List<Integer> atOnce;

    @Option(names = "--calls", defaultValue = "5000", description = "Calls per window (${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--windows",
            defaultValue = "9",
            description = "Windows of each way, taken in turns (${DEFAULT-VALUE}).")
    private int windows;

    @Option(
            names = "--warm-up",
            defaultValue = "60000",
            description = "Calls of each way before the first window (${DEFAULT-VALUE}).")
    private int warmUp;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CallCostCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("call-cost: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dfile.encoding=UTF-8",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OfferServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String url = server.inputReader().readLine();
            if (url == null) {
                throw new IOException("the server ended before it listened");
            }
            try (Ways ways = new Ways(URI.create(url))) {
                return measure(ways, server.toHandle());
            }
        } finally {
            server.destroy();
        }
    }

    private int measure(Ways ways, ProcessHandle server) throws IOException, InterruptedException {
        List<Way> all = List.of(ways.plainOverPool(), ways.bridge(), ways.bridgeWithoutSchemas(), ways.plainOverJdk());
        for (Way way : all) {
            Window.measure(way, WARM_UP_AT_ONCE, warmUp);
        }
        int failed = 0;
        System.out.println("| at once | way | calls/s | p50 ms | p99 ms | CPU µs per call | other load (cores) |");
        System.out.println("|---|---|---|---|---|---|---|");
        List<String> verdicts = new ArrayList<>();
        for (int number : atOnce) {
            Processors before = Processors.now(ProcessHandle.current(), server);
            Map<Way, List<Window>> taken = inTurns(all, number);
            double others = Processors.now(ProcessHandle.current(), server).othersSince(before);
            taken.forEach((way, ofWay) -> print(number, way, ofWay, others));
            failed += taken.values().stream()
                    .flatMap(List::stream)
                    .mapToInt(Window::failed)
                    .sum();
            verdicts.addAll(compare(number, taken.get(all.get(0)), taken.get(all.get(1))));
        }
        whereItGoes(ways.bridge());
        verdicts.forEach(System.out::println);
        System.out.println(failed == 0 ? "every call was answered" : "BROKEN: calls without an answer: " + failed);
        return failed == 0 ? 0 : 1;
    }

    /** One window of each, again and again: what else the machine does meets all of them alike. */
    private Map<Way, List<Window>> inTurns(List<Way> ways, int number) throws InterruptedException {
        Map<Way, List<Window>> taken = new LinkedHashMap<>();
        for (int i = 0; i < windows; i++) {
            for (Way way : ways) {
                taken.computeIfAbsent(way, any -> new ArrayList<>()).add(Window.measure(way, number, calls));
            }
        }
        return taken;
    }

    private static void print(int number, Way way, List<Window> taken, double others) {
        System.out.printf(
                "| %d | %s | %,.0f | %.2f | %.2f | %.0f | %.2f |%n",
                number,
                way.name(),
                Window.median(taken, Window::perSecond),
                Window.median(taken, window -> window.millis(0.5)),
                Window.median(taken, window -> window.millis(0.99)),
                Window.median(taken, Window::cpuMicros),
                others);
    }

    private static List<String> compare(int number, List<Window> plain, List<Window> bridge) {
        double added = Window.median(bridge, window -> window.millis(0.5))
                - Window.median(plain, window -> window.millis(0.5));
        double rate = Window.median(bridge, Window::perSecond) / Window.median(plain, Window::perSecond);
        double cpu = Window.median(bridge, Window::cpuMicros) - Window.median(plain, Window::cpuMicros);
        String line =
                "%d at once: %+.2f ms p50, %.2f of the rate, %+.0f µs CPU per call".formatted(number, added, rate, cpu);
        if (number == 1) {
            line += added <= AIM_MILLIS_AT_ONE ? " (aim: at most +0.3 ms: met)" : " (aim: at most +0.3 ms: MISSED)";
        } else if (number == 128) {
            line += rate >= AIM_RATE_AT_MOST ? " (aim: half the rate: met)" : " (aim: half the rate: MISSED)";
        }
        return List.of(line);
    }

    private void whereItGoes(Way bridge) throws IOException, InterruptedException {
        var shares = WhereItGoes.during(() -> Window.measure(bridge, WATCHED_AT_ONCE, windows * calls));
        System.out.println();
        System.out.println("| of a call through the bridge | share of samples |");
        System.out.println("|---|---|");
        shares.entrySet().stream()
                .sorted(Map.Entry.<WhereItGoes.Area, Double>comparingByValue().reversed())
                .forEach(entry ->
                        System.out.printf("| %s | %.0f %% |%n", entry.getKey().words(), entry.getValue() * 100));
        System.out.println();
    }
}
