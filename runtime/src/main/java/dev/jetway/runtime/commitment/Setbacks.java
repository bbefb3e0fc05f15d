package dev.jetway.runtime.commitment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest different things that went wrong, in words. Bounded; not safe for threads. */
final class Setbacks {

    private static final int MOST = 5;
    private static final int LENGTH = 300;

    private final Deque<String> words = new ArrayDeque<>();

    void note(String during, String reason) {
        var text = during + ": " + reason;
        var line = text.length() > LENGTH ? text.substring(0, LENGTH) + "…" : text;
        words.remove(line);
        words.addLast(line);
        if (words.size() > MOST) {
            words.removeFirst();
        }
    }

    List<String> latest() {
        return List.copyOf(words);
    }
}
