package dev.jetway.loadtests.idle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command behind {@code loadtests/idle --restart}, which starts everything, runs it to open conversations, ends and
 * starts everything again, and runs it to read them.
 */
@Command(
        name = "recovery",
        description = "Measures how fast conversations are there again after everything was restarted.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RecoveryCommand implements Callable<Integer> {

    private static final int COULD_NOT_RUN = 2;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "recovery";
    private static final String PREFIX = "c";

    enum Phase {
        open,
        read
    }

    @Parameters(description = "open, before the restart, or read, after it.")
    private Phase phase;

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

    @Option(names = "--node", required = true, description = "The node's process.")
    private long node;

    @Option(names = "--cassandra", required = true, description = "Cassandra's process.")
    private long cassandra;

    @Option(names = "--answers", required = true, description = "File in which the conversations are kept meanwhile.")
    private Path answers;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RecoveryCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("idle: " + e.getMessage());
                    return COULD_NOT_RUN;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        try (var crowd = new Crowd(url, NAME, connections)) {
            if (phase == Phase.open) {
                crowd.open(conversations, PREFIX, text);
                JSON.writeValue(answers.toFile(), crowd.read(conversations, PREFIX));
                return 0;
            }
            return read(crowd);
        }
    }

    private int read(Crowd crowd) throws IOException {
        Map<String, String> before = JSON.readValue(answers.toFile(), new TypeReference<>() {});
        var nodeBusy = busy(node);
        var cassandraBusy = busy(cassandra);
        long begun = System.nanoTime();
        var again = crowd.read(conversations, PREFIX);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        line("conversations read after the restart in", seconds(took));
        line("processor time of the node", seconds(busy(node).minus(nodeBusy)));
        line("processor time of Cassandra", seconds(busy(cassandra).minus(cassandraBusy)));
        long changed = before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(again.get(entry.getKey())))
                .count();
        line("conversations changed by the restart", changed);
        boolean good = changed == 0 && before.size() == conversations;
        line("VERDICT", good ? "all there, nothing changed" : "broken, see above");
        return good ? 0 : 1;
    }

    private static Duration busy(long pid) throws IOException {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("Process %d is not there to be measured".formatted(pid)));
    }

    private static void line(String label, Object value) {
        System.out.printf("%-45s %s%n", label, value);
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
