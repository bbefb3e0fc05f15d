package dev.jetway.loadtests.region;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs as long as the drill. Its standard input stays open until then: those that hold it for a leash
 * end with the drill however that ends. For one thread at a time.
 */
final class Program {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(50);

    /**
     * @param command runs it in the very process it starts
     * @param ready begins the line it says when it serves
     * @param input what it is told first
     * @param log takes what it says, behind what is there
     */
    record Plan(
            String name, List<String> command, Map<String, String> environment, String input, String ready, Path log) {
        Plan {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private final Plan plan;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private Program(Plan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    static Program start(Plan plan) throws IOException {
        var builder = new ProcessBuilder(plan.command()).redirectErrorStream(true);
        builder.environment().putAll(plan.environment());
        var program = new Program(plan, builder.start());
        var reader = new Thread(program::read, "output of " + plan.name());
        reader.setDaemon(true);
        reader.start();
        program.process.getOutputStream().write(plan.input().getBytes(StandardCharsets.UTF_8));
        program.process.getOutputStream().flush();
        return program;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var log = new PrintStream(
                        Files.newOutputStream(plan.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        true,
                        StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                log.println(line);
                if (line.startsWith(plan.ready())) {
                    ready.complete(line.substring(plan.ready().length()).strip());
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        } finally {
            ready.completeExceptionally(new IOException("%s has ended, see %s".formatted(plan.name(), plan.log())));
        }
    }

    /** Waits until it serves; gives what it says of where. */
    String awaitReady(Duration limit) throws IOException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "%s was not ready within %d s, see %s".formatted(plan.name(), limit.toSeconds(), plan.log()), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while %s started".formatted(plan.name()), e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9}; does not wait. */
    void kill() {
        process.destroyForcibly();
    }

    /** As {@code kill -STOP} and {@code kill -CONT}. */
    void signal(String name) throws IOException {
        Shell.run("kill -" + name + " " + process.pid());
    }

    /** As {@code kill}; with force, when it takes too long. */
    void stop() throws IOException {
        process.destroy();
        awaitEnd(STOP_LIMIT);
        if (process.isAlive()) {
            process.destroyForcibly();
            awaitEnd(STOP_LIMIT);
        }
    }

    void awaitEnd(Duration limit) throws IOException {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while %s ended".formatted(plan.name()), e);
        }
    }
}
