package dev.jetway.mcp.server;

/**
 * How a server is at one moment.
 *
 * @param reason why it is not connected; empty when it is
 * @param software what the server said of itself when it was last connected to; empty before
 * @param breaker CLOSED, OPEN or HALF_OPEN
 * @param outstanding requests that wait for an answer on the current connection
 * @param openResponses HTTP responses on the current connection that have not ended, its listening stream included
 */
public record ServerStatus(
        boolean connected,
        String reason,
        String software,
        String breaker,
        int running,
        int waiting,
        int outstanding,
        int openResponses,
        Counts counts) {

    /**
     * Calls since the start.
     *
     * @param refusedByTool the tool ran and said no
     * @param failed no usable answer came: broken, nonsense, unreachable
     * @param rejected turned down here, before anything was sent
     */
    public record Counts(long answered, long refusedByTool, long failed, long timedOut, long rejected) {}
}
