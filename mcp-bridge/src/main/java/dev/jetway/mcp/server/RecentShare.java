package dev.jetway.mcp.server;

import java.time.Duration;

/**
 * How many of the things that happened in the last minutes went well. Counts by slices of time, so that it takes
 * the same room however much happens. The lock is held for a few additions only.
 */
final class RecentShare {

    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int SLICES = 10;
    private static final long SLICE_MILLIS = WINDOW.toMillis() / SLICES;

    private final long[] slice = new long[SLICES];
    private final long[] good = new long[SLICES];
    private final long[] all = new long[SLICES];

    /** At one moment: so many went well, of so many. */
    record Counted(long good, long all) {}

    synchronized void add(boolean wentWell, long nowMillis) {
        long number = Math.floorDiv(nowMillis, SLICE_MILLIS);
        int at = (int) Math.floorMod(number, (long) SLICES);
        if (slice[at] != number) {
            slice[at] = number;
            good[at] = 0;
            all[at] = 0;
        }
        all[at]++;
        if (wentWell) {
            good[at]++;
        }
    }

    synchronized Counted at(long nowMillis) {
        long number = Math.floorDiv(nowMillis, SLICE_MILLIS);
        long wentWell = 0;
        long happened = 0;
        for (int i = 0; i < SLICES; i++) {
            if (slice[i] <= number && slice[i] > number - SLICES) {
                wentWell += good[i];
                happened += all[i];
            }
        }
        return new Counted(wentWell, happened);
    }
}
