package dev.jetway.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that was run to its end, and what it printed on both its outputs. */
record Run(int exitCode, String output) {

    /**
     * Runs a command; one that is not over in time is ended, with what it started.
     *
     * @throws IOException if it cannot be started
     */
    static Run of(List<String> command, Path folder, Map<String, String> environment, Duration limit)
            throws IOException {
        Path printed = Files.createTempFile("jetway-peers", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(printed.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean over = false;
            try {
                over = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String output = Files.readString(printed, StandardCharsets.UTF_8);
            if (!over) {
                throw new AssertionError("%s was not over after %s:%n%s".formatted(command, limit, output));
            }
            return new Run(process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + command, e);
        } finally {
            Files.deleteIfExists(printed);
        }
    }
}
