package dev.jetway.runtime.region.link;

import java.util.Arrays;

/**
 * How long events of one region took to get here, of the latest that were followed: from when they happened there, by
 * that region's clock, to when a conversation that was live here knew of them. Safe for many threads.
 */
public final class Lag {

    private static final int LATEST = 512;

    private final long[] millis = new long[LATEST];
    private long count;

    synchronized void add(long milliseconds) {
        millis[(int) (count++ % LATEST)] = Math.max(0, milliseconds);
    }

    /** How many events were followed since this node started. */
    public synchronized long count() {
        return count;
    }

    /** In milliseconds; 0 before there was any. @param share such as 0.99 */
    public synchronized long quantile(double share) {
        int known = (int) Math.min(count, LATEST);
        if (known == 0) {
            return 0;
        }
        var sorted = Arrays.copyOf(millis, known);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(known - 1, Math.ceil(share * known) - 1)];
    }
}
