package dev.jetway.mcp.cache;

import java.util.concurrent.atomic.LongAdder;

/** What became of the reads of one server whose answers may be kept. Safe for many threads. */
public final class CacheCounts {

    private final LongAdder hits = new LongAdder();
    private final LongAdder shared = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();

    /**
     * Reads since the start.
     *
     * @param hits answered from memory
     * @param shared answered by a request that another caller had made
     * @param misses the server had to be asked
     * @param stale answered with an old answer because no new one came; each is also shared or missed
     */
    public record Snapshot(long hits, long shared, long misses, long stale) {

        public static final Snapshot NONE = new Snapshot(0, 0, 0, 0);
    }

    void hit() {
        hits.increment();
    }

    void shared() {
        shared.increment();
    }

    void missed() {
        misses.increment();
    }

    void stale() {
        stale.increment();
    }

    public Snapshot snapshot() {
        return new Snapshot(hits.sum(), shared.sum(), misses.sum(), stale.sum());
    }
}
