package dev.jetway.loadtests.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node as a child process of the drill. */
public final class ChildNode implements NodeUnderTest, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

    private final HttpClient http;
    private final List<String> command;
    private final URI ready;
    private final Path log;
    private Process process;

    /**
     * @param command which runs the node in the foreground, in the very process it starts
     * @param ready answers once the node takes connections, and with a 5xx while it cannot serve
     */
    public ChildNode(HttpClient http, List<String> command, URI ready, Path log) {
        this.http = http;
        this.command = List.copyOf(command);
        this.ready = ready;
        this.log = log;
    }

    @Override
    public void restart() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (!process.isAlive()) {
                throw new IOException("The node ended with exit code %d, see %s".formatted(process.exitValue(), log));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "The node did not answer %s within %s, see %s".formatted(ready, START_LIMIT, log));
            }
            pause();
        }
    }

    long pid() {
        return process.pid();
    }

    private boolean answers() {
        var request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void kill() throws IOException {
        process.destroyForcibly();
        waitFor(STOP_LIMIT);
    }

    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!waitFor(STOP_LIMIT)) {
                kill();
            }
        }
    }

    private boolean waitFor(Duration limit) throws IOException {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the node was stopped", e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PROBE_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the node started", e);
        }
    }
}
