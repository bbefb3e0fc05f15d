package dev.jetway.runtime.conversation;

import java.util.Comparator;

/**
 * What somebody from the desk said to a traveler. Stored: names and fields are a contract.
 *
 * @param messageId chosen by whoever said it
 * @param at in milliseconds since 1970
 */
public record Spoken(String messageId, Clerk clerk, String text, String region, long at) {

    private static final Comparator<Spoken> FIRST = Comparator.comparingLong(Spoken::at)
            .thenComparing(Spoken::region)
            .thenComparing(spoken -> spoken.clerk().subject())
            .thenComparing(spoken -> spoken.clerk().name())
            .thenComparing(Spoken::text);

    static Spoken merge(Spoken one, Spoken other) {
        return FIRST.compare(one, other) <= 0 ? one : other;
    }
}
