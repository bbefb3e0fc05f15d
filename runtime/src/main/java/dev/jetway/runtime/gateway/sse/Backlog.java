package dev.jetway.runtime.gateway.sse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Events that wait for a client to read on. Bounded; not for several threads. */
final class Backlog {

    private final int maxEvents;
    private final int maxCharacters;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private long characters;

    Backlog(int maxEvents, int maxCharacters) {
        this.maxEvents = maxEvents;
        this.maxCharacters = maxCharacters;
    }

    /** @return false when they have no room; none of them waits then */
    boolean offer(List<String> events) {
        long more = events.stream().mapToLong(String::length).sum();
        if (waiting.size() + events.size() > maxEvents || characters + more > maxCharacters) {
            return false;
        }
        put(events);
        return true;
    }

    /** For what a client asked for, and can't be slow with yet. */
    void put(List<String> events) {
        events.forEach(event -> characters += event.length());
        waiting.addAll(events);
    }

    /** The oldest ones. */
    List<String> take(int max) {
        var taken = new ArrayList<String>(Math.min(max, waiting.size()));
        while (taken.size() < max && !waiting.isEmpty()) {
            var event = waiting.remove();
            characters -= event.length();
            taken.add(event);
        }
        return taken;
    }

    void clear() {
        waiting.clear();
        characters = 0;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
