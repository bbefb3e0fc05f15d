package dev.jetway.agents.planning.reading;

import java.util.List;

/**
 * The places of one message and their roles.
 *
 * @param from where somebody starts; null when not said
 * @param to where somebody goes; null when not said
 * @param at what else is named, in order: "in Rome", "near Lyon", or a name without any such word
 * @param via where somebody wants to change on the way
 * @param fromThere whether the start is where it was about before: "and on to Paris from there"
 * @param assumptions which of several places of one name was taken, and which names were misspelt
 */
public record Places(
        Place from, Place to, List<Place> at, List<Place> via, boolean fromThere, List<String> assumptions) {

    public static final Places NONE = new Places(null, null, List.of(), List.of());

    public Places {
        at = List.copyOf(at);
        via = List.copyOf(via);
        assumptions = List.copyOf(assumptions);
    }

    public Places(Place from, Place to, List<Place> at, List<String> assumptions) {
        this(from, to, at, List.of(), false, assumptions);
    }

    public boolean empty() {
        return from == null && to == null && at.isEmpty();
    }

    /** Where it is about: what is visited, else the first place without a direction. */
    public Place where() {
        return to != null ? to : at.isEmpty() ? null : at.get(0);
    }

    /** What this says, and what {@code earlier} said where this is silent. */
    Places over(Places earlier) {
        var start = from != null ? from : fromThere && earlier.where() != null ? earlier.where() : earlier.from;
        return where() != null
                ? new Places(start, to, at, via, false, assumptions)
                : new Places(
                        start,
                        earlier.to,
                        earlier.at,
                        via.isEmpty() ? earlier.via : via,
                        false,
                        from != null ? assumptions : earlier.assumptions);
    }

    /** Reads the places of a message and marks their words as used. */
    public static Places read(Words words) {
        return new PlaceReader(words).read();
    }
}
