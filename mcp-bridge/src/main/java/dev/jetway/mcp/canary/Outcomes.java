package dev.jetway.mcp.canary;

import java.util.Arrays;

/** How the last calls to one server went. Safe for use by many threads. */
final class Outcomes {

    static final int KEPT = 200;

    private static final long FAILED = -1;

    private final long[] last = new long[KEPT];
    private int next;
    private int kept;

    /**
     * At one moment.
     *
     * @param failed the share of the calls that failed, 0 to 1
     * @param typicalNanos the median of those that did not; 0 when all failed
     */
    record Summary(int calls, double failed, long typicalNanos) {}

    /** @param nanos how long the call took; of no interest when it failed */
    synchronized void add(boolean good, long nanos) {
        last[next] = good ? Math.max(0, nanos) : FAILED;
        next = (next + 1) % KEPT;
        kept = Math.min(kept + 1, KEPT);
    }

    synchronized Summary summary() {
        long[] good = Arrays.stream(last, 0, kept)
                .filter(nanos -> nanos != FAILED)
                .sorted()
                .toArray();
        return new Summary(
                kept, kept == 0 ? 0 : 1 - (double) good.length / kept, good.length == 0 ? 0 : good[good.length / 2]);
    }
}
