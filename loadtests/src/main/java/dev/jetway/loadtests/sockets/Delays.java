package dev.jetway.loadtests.sockets;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long things took, counted by the millisecond. Safe for many threads. */
final class Delays {

    /** Counted by nobody. */
    static final Delays NONE = new Delays();

    private static final int LONGEST = 60_000;

    private final AtomicLongArray counts = new AtomicLongArray(LONGEST + 1);

    /** Beyond a minute everything is a minute. */
    void add(long millis) {
        counts.incrementAndGet((int) Math.max(0, Math.min(LONGEST, millis)));
    }

    /** At one moment, sorted. */
    Quantiles now() {
        var copy = new long[LONGEST + 1];
        Arrays.setAll(copy, counts::get);
        return new Quantiles(copy);
    }

    /** @param counts by the millisecond */
    record Quantiles(long[] counts) {

        long of() {
            return Arrays.stream(counts).sum();
        }

        /** The shortest that {@code share} of all do not exceed; -1 of none. */
        long quantile(double share) {
            long wanted = (long) Math.ceil(share * of());
            long seen = 0;
            for (int millis = 0; millis < counts.length && wanted > 0; millis++) {
                seen += counts[millis];
                if (seen >= wanted) {
                    return millis;
                }
            }
            return -1;
        }

        @Override
        public String toString() {
            return of() == 0
                    ? "none"
                    : "p50 %d ms, p99 %d ms, most %d ms of %d"
                            .formatted(quantile(0.5), quantile(0.99), quantile(1), of());
        }
    }
}
