package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that says on a line of its own when it is ready, and ends when its standard input does: so
 * it goes with this JVM, however this JVM goes. Safe for use by several threads.
 */
final class ChildProcess {
    // An ignored signal stays ignored through exec. Without this a Ctrl-C, which a terminal sends to
    // every process in the foreground, would stop all parts at once instead of in order.
    private static final List<String> DEAF_TO_CTRL_C = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final String name;
    private final Process process;
    private final LogFile log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> logged = new CompletableFuture<>();

    private ChildProcess(String name, Process process, LogFile log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it; {@link #ready()} completes with the first group of {@code readyLine}.
     *
     * @throws Failure when there is no such program
     */
    static ChildProcess start(String name, List<String> command, Path logFile, Pattern readyLine) {
        List<String> whole = new ArrayList<>(DEAF_TO_CTRL_C);
        whole.addAll(command);
        try {
            LogFile log = new LogFile(logFile);
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            ChildProcess child = new ChildProcess(name, process, log);
            Thread reader = new Thread(() -> child.read(readyLine), "jetway-log-" + name);
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new Failure("The %s could not be started (%s).".formatted(name, e.getMessage()), e);
        }
    }

    private void read(Pattern readyLine) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                Matcher matcher = readyLine.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher.group(1));
                }
            }
            log.close();
        } catch (IOException e) {
            process.toHandle().destroy(); // nobody would read what it says, and it would block
        } finally {
            logged.complete(null);
            process.onExit().thenRun(() -> ready.completeExceptionally(ended()));
        }
    }

    /** What it said when it became ready, or a {@link Failure} when it ended before that. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /** Completes when the process has ended and all it said is in the log. */
    CompletableFuture<Failure> onExit() {
        return process.onExit()
                .thenCombine(logged.orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> null), (end, all) -> ended());
    }

    private Failure ended() {
        StringBuilder text = new StringBuilder("The %s ended with exit code %d. All it said is in %s; the last of it:"
                .formatted(name, process.exitValue(), log.file()));
        log.lastLines().forEach(line -> text.append("\n    ").append(line));
        return new Failure(text.toString());
    }

    /** Writes to its standard input. */
    void tell(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to end, and kills it when the time is over. True if it ended by itself. */
    boolean stop(Duration limit) {
        // Through the handle, because Process.destroy would close the streams its last words come through.
        process.toHandle().destroy();
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
