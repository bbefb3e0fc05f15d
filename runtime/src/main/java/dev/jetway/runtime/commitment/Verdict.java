package dev.jetway.runtime.commitment;

import java.util.regex.Pattern;

/**
 * What a person found out about an action whose outcome nobody knew.
 *
 * @param done whether it happened
 * @param reference what the provider calls it; null when it did not happen
 * @param note how it was found out; for the record, never shown to the traveler
 * @param by who says so
 */
public record Verdict(boolean done, String reference, String note, String by) {

    /** Nothing that a traveler's front end could take for more than a name. */
    static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/#-]{0,63}");

    private static final Pattern PRINTED = Pattern.compile("\\P{Cntrl}+");
    private static final int MAX_NOTE = 1_000;
    private static final int MAX_NAME = 64;

    /** @throws IllegalArgumentException saying what is missing, or wrong */
    public Verdict {
        if (done && (reference == null || !REFERENCE.matcher(reference).matches())) {
            throw new IllegalArgumentException(
                    "What was done has a reference: 1 to 64 letters, digits, spaces or ._/#-, beginning with a letter or digit");
        }
        if (!done && reference != null) {
            throw new IllegalArgumentException("What was not done has no reference");
        }
        require(note, MAX_NOTE, "A note says how it was found out");
        require(by, MAX_NAME, "A name says who found it out");
    }

    private static void require(String text, int most, String what) {
        if (text == null
                || text.isBlank()
                || text.length() > most
                || !PRINTED.matcher(text).matches()) {
            throw new IllegalArgumentException("%s, in one line of at most %d characters".formatted(what, most));
        }
    }
}
