package dev.jetway.agents.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * As much of something long as a prompt has room for: its latest parts as they are, older ones in one line each, and
 * of the oldest nothing but their number. No model writes it, so it costs nothing and can't get anything wrong.
 *
 * @param parts the earliest first
 * @param dropped how many parts before them there is no room for
 * @param tokens what the parts take, as {@link Tokens} has it; never more than there was room for
 */
public record Summary(List<String> parts, int dropped, int tokens) {

    /** One part, in full and in a line. */
    public record Part(String whole, String line) {}

    public Summary {
        parts = List.copyOf(parts);
    }

    /**
     * @param parts the earliest first
     * @param room in tokens; none at all is possible
     */
    public static Summary of(List<Part> parts, int room) {
        Deque<String> kept = new ArrayDeque<>();
        int used = 0;
        int next = parts.size() - 1;
        for (; next >= 0; next--) {
            int cost = Tokens.of(parts.get(next).whole());
            if (used + cost > room) {
                break;
            }
            kept.addFirst(parts.get(next).whole());
            used += cost;
        }
        for (; next >= 0; next--) {
            int cost = Tokens.of(parts.get(next).line());
            if (used + cost > room) {
                break;
            }
            kept.addFirst(parts.get(next).line());
            used += cost;
        }
        return new Summary(new ArrayList<>(kept), next + 1, used);
    }
}
