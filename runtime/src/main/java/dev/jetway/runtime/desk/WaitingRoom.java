package dev.jetway.runtime.desk;

import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The conversations of one region that have something for people at the desk. Pure. Stored in snapshots: names and fields
 * are a contract.
 *
 * @param conversations by id
 */
record WaitingRoom(SortedMap<String, Attention> conversations) implements JetwaySerializable {

    static final WaitingRoom EMPTY = new WaitingRoom(new TreeMap<>());

    /** So that it is a message that other nodes take. */
    private static final int MOST_AT_ONCE = 200;

    private static final Comparator<Waiting> LONGEST =
            Comparator.comparingLong((Waiting it) -> since(it.attention())).thenComparing(Waiting::conversation);

    WaitingRoom {
        conversations = Collections.unmodifiableSortedMap(conversations);
    }

    /** @param attention null for nothing */
    WaitingRoom with(String conversation, Attention attention) {
        var next = new TreeMap<>(conversations);
        if (attention == null) {
            next.remove(conversation);
        } else {
            next.put(conversation, attention);
        }
        return new WaitingRoom(next);
    }

    boolean knows(String conversation, Attention attention) {
        var known = conversations.get(conversation);
        return attention.nothing() ? known == null : attention.equals(known);
    }

    /** Those that wait longest, in order, 200 at most; visits whose time is up, and nothing else, are left out. */
    List<Waiting> waiting(long now) {
        return conversations.entrySet().stream()
                .filter(entry -> entry.getValue().need() != null
                        || entry.getValue().visit().until() > now)
                .map(entry -> new Waiting(entry.getKey(), entry.getValue()))
                .sorted(LONGEST)
                .limit(MOST_AT_ONCE)
                .toList();
    }

    /** Which to drop so that one more fits: the one that waited longest. */
    Optional<String> makingRoom(int most) {
        return conversations.size() < most
                ? Optional.empty()
                : conversations.entrySet().stream()
                        .min(Comparator.comparingLong((Map.Entry<String, Attention> entry) -> since(entry.getValue()))
                                .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getKey);
    }

    private static long since(Attention attention) {
        return attention.need() != null
                ? attention.need().since()
                : attention.visit().at();
    }
}
