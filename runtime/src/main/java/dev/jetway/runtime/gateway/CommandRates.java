package dev.jetway.runtime.gateway;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much each subject may still ask for: a bucket per subject that refills steadily. Safe for many
 * threads. Full buckets are forgotten, so memory follows the subjects of the last period only.
 */
public final class CommandRates {

    private static final int PRUNE_ABOVE = 10_000;

    private record Bucket(double tokens, long atNanos) {}

    private final int capacity;
    private final long nanosPerToken;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    public CommandRates(int capacity, Duration per) {
        this.capacity = capacity;
        this.nanosPerToken = Math.max(1, per.toNanos() / capacity);
    }

    /**
     * Takes one.
     *
     * @param nanos a monotonic clock
     * @return 0 when it was granted, otherwise in how many milliseconds the next one will be
     */
    public long take(String subject, long nanos) {
        if (buckets.size() > PRUNE_ABOVE) {
            buckets.values().removeIf(bucket -> level(bucket, nanos) >= capacity);
        }
        var wait = new long[1];
        buckets.compute(subject, (key, known) -> {
            double level = known == null ? capacity : level(known, nanos);
            if (level >= 1) {
                return new Bucket(level - 1, nanos);
            }
            wait[0] = Math.max(1, (long) Math.ceil((1 - level) * nanosPerToken / 1e6));
            return new Bucket(level, nanos);
        });
        return wait[0];
    }

    private double level(Bucket bucket, long nanos) {
        return Math.min(capacity, bucket.tokens + (double) (nanos - bucket.atNanos) / nanosPerToken);
    }
}
