package dev.jetway.runtime.operations;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whether travelers should be sent to this node. Tool servers don't count: a conversation without them is
 * worse, and better than none. Safe for many threads; asking never blocks.
 */
public final class Readiness {

    private final Supplier<Optional<String>> cluster;
    private final Supplier<Optional<String>> cassandra;
    private volatile boolean draining;

    /**
     * Both say what is wrong in a sentence, nothing when all is well, and must not block.
     *
     * @param cluster whether this node is Up in its region's cluster
     * @param cassandra whether the journal can be reached
     */
    public Readiness(Supplier<Optional<String>> cluster, Supplier<Optional<String>> cassandra) {
        this.cluster = cluster;
        this.cassandra = cassandra;
    }

    /** From now on this node is not ready, whatever else is well. There is no way back. */
    public void drain() {
        draining = true;
    }

    /** What is not ready, and why; empty when this node is. */
    public SortedMap<String, String> lacking() {
        var lacking = new TreeMap<String, String>();
        cluster.get().ifPresent(why -> lacking.put("cluster", why));
        cassandra.get().ifPresent(why -> lacking.put("cassandra", why));
        if (draining) {
            lacking.put("drain", "This node is shutting down");
        }
        return lacking;
    }
}
