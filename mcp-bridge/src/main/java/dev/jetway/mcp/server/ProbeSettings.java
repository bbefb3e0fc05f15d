package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is tried while nobody calls it.
 *
 * @param every the time between two probes, give or take a fifth
 * @param call what is called; empty to look at the connection only
 */
public record ProbeSettings(Duration every, Optional<Call> call) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * A call of a read tool that always has an answer.
     *
     * @param arguments not to be changed
     */
    public record Call(String tool, ObjectNode arguments) {}

    public ProbeSettings {
        ServerSettings.require(
                every.compareTo(SHORTEST) >= 0 && every.compareTo(LONGEST) <= 0,
                "probe.every must be 100 ms to 1 hour");
    }
}
