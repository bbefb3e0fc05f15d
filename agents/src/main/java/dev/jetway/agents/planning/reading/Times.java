package dev.jetway.agents.planning.reading;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times of day a message names.
 *
 * @param clock exact ones, in order: "half past 11 in the morning", "5pm", "17:30"
 * @param parts one for each mention without a clock: "in the morning", "Friday evening"
 */
public record Times(List<LocalTime> clock, List<Part> parts) {

    public static final Times NONE = new Times(List.of(), List.of());

    private static final int MOST = 8;

    /** A part of the day. */
    public enum Part {
        MORNING,
        AFTERNOON,
        EVENING,
        NIGHT
    }

    public Times {
        clock = List.copyOf(clock);
        parts = List.copyOf(parts);
    }

    public boolean empty() {
        return clock.isEmpty() && parts.isEmpty();
    }

    public Times over(Times earlier) {
        return empty() ? earlier : this;
    }

    /** Reads the times of a message and marks their words as used. */
    public static Times read(Words words) {
        var clock = new ArrayList<LocalTime>();
        var parts = new ArrayList<Part>();
        for (int i = 0; i < words.size() && clock.size() + parts.size() < MOST; i++) {
            if (words.used(i)) {
                continue;
            }
            var shown = Clock.at(words, i, false);
            if (shown.isPresent()) {
                clock.addAll(shown.get().times());
                words.use(i, shown.get().next());
                i = shown.get().next() - 1;
            } else if (alone(words, i)) {
                parts.add(Clock.part(words.at(i)));
                words.use(i, i + 1);
            }
        }
        return new Times(clock, parts);
    }

    /** The one time that a short text names; empty when it names none. */
    public static Optional<LocalTime> single(String text) {
        var words = Words.of(text);
        for (int i = 0; i < words.size(); i++) {
            var shown = Clock.at(words, i, true);
            if (shown.isPresent()) {
                return Optional.of(shown.get().times().get(0));
            }
        }
        return Optional.empty();
    }

    /** A part of the day by itself; "good morning" and "two nights" are none. */
    private static boolean alone(Words words, int i) {
        var part = Clock.part(words.at(i));
        return part != null && !words.is(i - 1, "good") && (part != Part.NIGHT || words.is(i - 1, "at"));
    }
}
