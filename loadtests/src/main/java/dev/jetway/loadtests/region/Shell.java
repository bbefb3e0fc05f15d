package dev.jetway.loadtests.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
final class Shell {

    private static final int LIMIT_SECONDS = 240;

    private Shell() {}

    /**
     * Runs it to its end and gives what it said.
     *
     * @throws IOException when it fails, or takes longer than four minutes
     */
    static String run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("%s took longer than %d s".formatted(String.join(" ", command), LIMIT_SECONDS));
            }
            if (process.exitValue() != 0) {
                throw new IOException("%s failed: %s".formatted(String.join(" ", command), said));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while %s ran".formatted(command.get(0)), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The words of a command without spaces in them. */
    static String run(String command) throws IOException {
        return run(List.of(command.split(" ")));
    }
}
