package dev.jetway.runtime.region.follow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Who on this node follows which journal of which other region. Safe for many threads. */
public final class Followers {

    /** To a follower: nothing is known, look. */
    static final long LOOK = 0;

    /** By region, then by persistence id. Two follow the same for as long as one of them takes to end. */
    private final Map<String, Map<String, List<LongConsumer>>> followers = new ConcurrentHashMap<>();

    private final Set<String> behind = ConcurrentHashMap.newKeySet();

    /**
     * Adds a follower.
     *
     * @param follower told the sequence number up to which there are events, or 0: nothing is known, look; must not block
     * @return ends it; safe to repeat
     */
    public Runnable add(String region, String persistenceId, LongConsumer follower) {
        var ofRegion = followers.computeIfAbsent(region, name -> new ConcurrentHashMap<>());
        ofRegion.merge(
                persistenceId,
                List.of(follower),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
        return () -> ofRegion.computeIfPresent(persistenceId, (id, some) -> {
            var others = some.stream().filter(one -> one != follower).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** A journal has events up to this one. Wakes who follows it here; nobody else is interested. */
    public void news(String region, String persistenceId, long sequenceNumber) {
        of(region).getOrDefault(persistenceId, List.of()).forEach(follower -> follower.accept(sequenceNumber));
    }

    /** Some news of a region never came: who follows it is to look, one after the other. */
    public void fellBehind(String region) {
        behind.add(region);
    }

    /** Whether some news never came since this was asked before. */
    boolean takeBehind(String region) {
        return behind.remove(region);
    }

    /** Has one of several equal parts of those who follow a region look. */
    void look(String region, int part, int parts) {
        of(region).forEach((persistenceId, some) -> {
            if (Math.floorMod(persistenceId.hashCode(), parts) == part) {
                some.forEach(follower -> follower.accept(LOOK));
            }
        });
    }

    /** How many journals of a region are followed here. */
    public int count(String region) {
        return of(region).size();
    }

    private Map<String, List<LongConsumer>> of(String region) {
        return followers.getOrDefault(region, Map.of());
    }
}
