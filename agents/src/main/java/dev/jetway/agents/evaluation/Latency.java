package dev.jetway.agents.evaluation;

import java.util.Collection;

/** How long requests took, in milliseconds. */
public record Latency(double p50, double p99) {

    /** The value below which that share of all lie, or which it is (nearest rank); not a number of nothing. */
    public static Latency ofNanos(Collection<Long> nanos) {
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latency(rank(sorted, 50), rank(sorted, 99));
    }

    private static double rank(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length * percent + 99) / 100 - 1] / 1e6;
    }
}
