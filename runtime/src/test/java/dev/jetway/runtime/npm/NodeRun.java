package dev.jetway.runtime.npm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours that Node.js has run to its end, which was a good one.
 *
 * @param lines of its output and its errors
 */
public record NodeRun(List<String> lines) {

    private static final long MINUTES = 5;
    private static final int TAIL = 3_000;

    /** As {@link Npm#node}. Fails, with what the program said last, when it does not end well and in time. */
    public static NodeRun of(String script, String... arguments) throws IOException, InterruptedException {
        var log = Files.createTempFile("node", ".log");
        var node = Npm.node(script, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = node.waitFor(MINUTES, TimeUnit.MINUTES);
            var output = Files.readString(log, StandardCharsets.UTF_8);
            var last = output.substring(Math.max(0, output.length() - TAIL));
            assertThat(ended).as("within %d minutes: %s", MINUTES, last).isTrue();
            assertThat(node.exitValue()).as(last).isZero();
            return new NodeRun(output.lines().toList());
        } finally {
            node.destroyForcibly();
            Files.delete(log);
        }
    }

    /** What follows a word in the lines that begin with it. */
    public List<String> said(String word) {
        var start = word + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }
}
