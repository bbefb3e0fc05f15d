package dev.jetway.runtime.region.primary;

import java.util.Comparator;

/**
 * A region has become the primary. Stored, and told to the other regions.
 *
 * @param term counts the moves; 0 is what the configuration says, and is never stored
 * @param region the primary from then on
 * @param by who asked for it
 * @param reason why; may be empty when it was not forced
 * @param forced without the word of the one before, which may have acted on
 * @param at when it was first recorded, in milliseconds since 1970
 */
public record PrimaryMoved(long term, String region, String by, String reason, boolean forced, long at)
        implements PrimaryEvent {

    /** The higher term counts. Of two that are equal none does: who heard both does not act. */
    static final Comparator<PrimaryMoved> BY_TERM = Comparator.comparingLong(PrimaryMoved::term);

    private static final int MAX_TEXT = 500;

    public PrimaryMoved {
        if (region == null || region.isEmpty() || term < 0) {
            throw new IllegalArgumentException("a move of the primary has a term and a region");
        }
        by = line(by);
        reason = line(reason);
    }

    /** What the configuration says; any move beats it. */
    public static PrimaryMoved configured(String region) {
        return new PrimaryMoved(0, region, "", "", false, 0);
    }

    /** People wrote it, and it goes to logs and terminals. */
    private static String line(String text) {
        var line = text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) : line;
    }

    /** The same, recorded then. */
    PrimaryMoved at(long millis) {
        return new PrimaryMoved(term, region, by, reason, forced, millis);
    }

    /** Whether both can't be: a term has one primary. */
    public boolean contradicts(PrimaryMoved other) {
        return term == other.term && !region.equals(other.region);
    }

    @Override
    public Primacy applyTo(Primacy state) {
        return state.with(this);
    }
}
