package dev.jetway.mcp.canary;

/**
 * How a server is tried in place of another.
 *
 * @param of the server it stands in for
 * @param share of that server's travelers, 0 to 1
 * @param minCalls of both before they are compared
 * @param moreFailures how much larger a share of its calls may fail than of the other's
 * @param slower how many times as long its typical call may take
 */
public record CanarySettings(String of, double share, int minCalls, double moreFailures, double slower) {

    public CanarySettings {
        require(share >= 0 && share <= 1, "canary.share must be 0 to 1");
        require(minCalls >= 1 && minCalls <= Outcomes.KEPT, "canary.min-calls must be 1 to " + Outcomes.KEPT);
        require(moreFailures >= 0 && moreFailures <= 1, "canary.more-failures must be 0 to 1");
        require(slower >= 1 && slower <= 1_000, "canary.slower must be 1 to 1000");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
