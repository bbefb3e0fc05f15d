package dev.jetway.mcp.server;

import java.time.Instant;
import java.util.Optional;

/**
 * How a tool is at one moment.
 *
 * @param obstacle why a call would come to nothing now; empty if the tool is ready
 * @param availability the share of the last minutes' calls and probes that were answered, 0 to 1; where there
 *     were none, 1 if the tool is ready and else 0
 * @param samples how many calls and probes that share is of
 * @param probe what the last probe found; empty where the tool is not probed, or has not been yet
 */
public record ToolHealth(Optional<String> obstacle, double availability, long samples, Optional<Probe> probe) {

    /**
     * What a probe found.
     *
     * @param complaint what was wrong; empty if all was well
     */
    public record Probe(Instant at, Optional<String> complaint) {}

    /** Whether a call can be expected to succeed. */
    public boolean ready() {
        return obstacle.isEmpty();
    }
}
