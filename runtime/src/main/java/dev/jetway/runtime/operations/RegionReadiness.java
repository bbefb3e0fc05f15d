package dev.jetway.runtime.operations;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Whether travelers should be sent to this region, by what one of its nodes sees. A node that is shutting down answers
 * for the others. Safe for many threads; asking never blocks.
 */
public final class RegionReadiness {

    private final IntSupplier serving;
    private final int required;
    private final Supplier<Optional<String>> cassandra;

    /**
     * Both must not block.
     *
     * @param serving how many nodes of the region are Up and reachable
     * @param required how many it takes
     * @param cassandra what is wrong with the region's journal, in a sentence; nothing when all is well
     */
    public RegionReadiness(IntSupplier serving, int required, Supplier<Optional<String>> cassandra) {
        this.serving = serving;
        this.required = required;
        this.cassandra = cassandra;
    }

    int serving() {
        return serving.getAsInt();
    }

    /** What is not ready, and why; empty when the region is. */
    SortedMap<String, String> lacking() {
        var lacking = new TreeMap<String, String>();
        int nodes = serving();
        if (nodes < required) {
            lacking.put("nodes", "%d of the %d nodes it takes are serving".formatted(nodes, required));
        }
        cassandra.get().ifPresent(why -> lacking.put("cassandra", why));
        return lacking;
    }
}
