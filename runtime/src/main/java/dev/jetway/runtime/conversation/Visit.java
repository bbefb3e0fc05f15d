package dev.jetway.runtime.conversation;

import java.util.Comparator;

/**
 * The presence of somebody from the desk in a conversation, until they hand it back. Stored: names and fields are a
 * contract.
 *
 * @param id chosen by whoever joins; the same one again makes the visit longer
 * @param region in which they joined
 * @param at when, in milliseconds since 1970
 * @param until after this they are gone, if they have not said that they stay
 */
public record Visit(String id, Clerk clerk, String region, long at, long until) {

    private static final Comparator<Visit> FIRST = Comparator.comparingLong(Visit::at)
            .thenComparing(Visit::region)
            .thenComparing(visit -> visit.clerk().subject())
            .thenComparing(visit -> visit.clerk().name());

    /** Whoever came first under an id has it; the longest of what was said of it counts. */
    static Visit merge(Visit one, Visit other) {
        var first = FIRST.compare(one, other) <= 0 ? one : other;
        return first.until(Math.max(one.until, other.until));
    }

    Visit until(long later) {
        return later == until ? this : new Visit(id, clerk, region, at, later);
    }
}
