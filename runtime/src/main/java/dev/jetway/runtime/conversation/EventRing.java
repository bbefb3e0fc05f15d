package dev.jetway.runtime.conversation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest events front ends were sent, numbered, so that one that was away for a moment gets exactly
 * what it missed. Bounded by count, age and size; not thread-safe.
 */
final class EventRing {

    static final int MAX_EVENTS = 2_000;
    static final int MAX_CHARS = 1 << 20;
    static final long MAX_AGE_MILLIS = 120_000;

    private record Numbered(long at, String event) {}

    private final String epoch;
    private final ArrayDeque<Numbered> events = new ArrayDeque<>();
    private long last;
    private int chars;

    /** @param epoch names this numbering; another incarnation of the conversation has another one */
    EventRing(String epoch) {
        this.epoch = epoch;
    }

    String epoch() {
        return epoch;
    }

    /** The number of the newest event; 0 before the first. */
    long last() {
        return last;
    }

    void add(String event, long now) {
        events.add(new Numbered(now, event));
        chars += event.length();
        last++;
        while (events.size() > MAX_EVENTS
                || chars > MAX_CHARS
                || events.peek() != null && events.peek().at() < now - MAX_AGE_MILLIS) {
            chars -= events.remove().event().length();
        }
    }

    /** The events after a cursor; nothing when the cursor is of another numbering or too old. */
    Optional<List<String>> after(String cursorEpoch, long cursor) {
        long first = last - events.size();
        if (!epoch.equals(cursorEpoch) || cursor < first || cursor > last) {
            return Optional.empty();
        }
        var missed = new ArrayList<String>((int) (last - cursor));
        long number = first;
        for (var numbered : events) {
            if (++number > cursor) {
                missed.add(numbered.event());
            }
        }
        return Optional.of(missed);
    }
}
