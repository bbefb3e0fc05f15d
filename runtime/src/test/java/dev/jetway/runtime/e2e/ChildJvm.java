package dev.jetway.runtime.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A JVM with the class path of the tests. Its main class holds on to standard input and ends with it, so it
 * goes with this JVM, however this JVM goes.
 */
final class ChildJvm implements AutoCloseable {

    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 40;

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it and waits for its ready line.
     *
     * @param input written to its standard input, which then stays open
     * @param readyLine whose first group {@link #address()} returns
     */
    static ChildJvm start(Path log, String input, Pattern readyLine, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dfile.encoding=UTF-8",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var child = new ChildJvm(process, log);
        Thread reader = new Thread(() -> child.read(readyLine), "e2e-reader-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        try {
            child.ready.get(START_SECONDS, TimeUnit.SECONDS);
            return child;
        } catch (Exception e) {
            child.kill();
            throw new IOException("%s did not get ready; it said:%n%s".formatted(arguments, child.said()), e);
        }
    }

    private void read(Pattern readyLine) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                var matcher = readyLine.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher.group(1));
                }
            }
        } catch (IOException e) {
            process.destroyForcibly();
        }
        ready.completeExceptionally(new IOException("It ended before it was ready"));
    }

    /** What its ready line named. */
    String address() {
        return ready.join();
    }

    String said() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
