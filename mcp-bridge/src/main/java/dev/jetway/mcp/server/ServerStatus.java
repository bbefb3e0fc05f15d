package dev.jetway.mcp.server;

import dev.jetway.mcp.asked.Asked;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.cache.CacheCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is at one moment.
 *
 * @param reason why it is not connected; empty when it is
 * @param software what the server said of itself when it was last connected to; empty before
 * @param breaker CLOSED, OPEN or HALF_OPEN
 * @param setbacks how often in a row connecting has failed, or the connection was lost before it had lasted
 * @param outstanding requests that wait for an answer on the current connection
 * @param openResponses HTTP responses on the current connection that have not ended, its listening stream included
 * @param asked what it has asked of us, and what became of that
 */
public record ServerStatus(
        boolean connected,
        String reason,
        String software,
        String breaker,
        int setbacks,
        int running,
        int waiting,
        int outstanding,
        int openResponses,
        Counts counts,
        Breaks breaks,
        CacheCounts.Snapshot reads,
        Map<Kind, Asked> asked) {

    /**
     * What the circuit breaker did since the start.
     *
     * @param openUntil when it lets calls try again; empty unless it is open
     * @param opened how often it has opened
     * @param closed how often it has closed again
     * @param rejected calls it has refused
     */
    public record Breaks(Optional<Instant> openUntil, long opened, long closed, long rejected) {}

    /**
     * Calls since the start, as they were sent: one that was sent twice counts twice.
     *
     * @param refusedByTool the tool ran and said no
     * @param failed no usable answer came: broken, nonsense, unreachable
     * @param rejected turned down here, before anything was sent
     * @param retried sent again after another attempt had failed
     */
    public record Counts(long answered, long refusedByTool, long failed, long timedOut, long rejected, long retried) {}
}
