package dev.jetway.runtime.gateway;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much each subject, tenant or address may still ask for: a bucket for each that refills steadily. Safe for many
 * threads. Full buckets are forgotten, so memory follows those of the last period; when even these are too many to be
 * told apart, the new ones share a bucket.
 */
public final class CommandRates {

    private static final int PRUNE_ABOVE = 10_000;
    private static final int MAX_BUCKETS = 100_000;

    /** Nobody's name. */
    private static final String OTHERS = "";

    private record Bucket(double tokens, long atNanos) {}

    private final int capacity;
    private final long nanosPerToken;
    private final int maxBuckets;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final AtomicLong nextPrune = new AtomicLong(Long.MIN_VALUE);

    public CommandRates(int capacity, Duration per) {
        this(capacity, per, MAX_BUCKETS);
    }

    /** @param maxBuckets how many are told apart */
    CommandRates(int capacity, Duration per, int maxBuckets) {
        this.capacity = capacity;
        this.nanosPerToken = Math.max(1, per.toNanos() / capacity);
        this.maxBuckets = maxBuckets;
    }

    /**
     * Takes one.
     *
     * @param whose a subject, tenant or address
     * @param nanos a monotonic clock
     * @return 0 when it was granted, otherwise in how many milliseconds the next one will be
     */
    public long take(String whose, long nanos) {
        var wait = new long[1];
        buckets.compute(name(whose, nanos), (key, known) -> {
            double level = level(known, nanos);
            wait[0] = millisUntilOne(level);
            return new Bucket(wait[0] == 0 ? level - 1 : level, nanos);
        });
        return wait[0];
    }

    /** What {@link #take} would answer; takes nothing. */
    public long ask(String whose, long nanos) {
        return millisUntilOne(level(buckets.get(name(whose, nanos)), nanos));
    }

    private String name(String whose, long nanos) {
        int kept = buckets.size();
        if (kept >= Math.min(PRUNE_ABOVE, maxBuckets)) {
            prune(nanos);
        }
        return kept < maxBuckets || buckets.containsKey(whose) ? whose : OTHERS;
    }

    /** Looking at all of them costs time, so it is done once in the time an empty one takes to fill. */
    private void prune(long nanos) {
        long next = nextPrune.get();
        if (nanos >= next && nextPrune.compareAndSet(next, nanos + capacity * nanosPerToken)) {
            buckets.values().removeIf(bucket -> level(bucket, nanos) >= capacity);
        }
    }

    private long millisUntilOne(double level) {
        return level >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - level) * nanosPerToken / 1e6));
    }

    private double level(Bucket bucket, long nanos) {
        return bucket == null
                ? capacity
                : Math.min(capacity, bucket.tokens + (double) (nanos - bucket.atNanos) / nanosPerToken);
    }
}
