package dev.jetway.agents.memory;

import dev.jetway.agents.travel.Markdown;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * A booking the traveler made.
 *
 * @param reference of the booking
 * @param kind {@code flight} or {@code hotel}
 * @param title as the tool named it, in one line without control characters: a tool's words, and no more to be
 *     believed here than where they came from
 * @param start of the flight or the stay
 */
public record Trip(String reference, String kind, String title, LocalDate start) {

    private static final Pattern REFERENCE = Pattern.compile("[A-Z0-9]{4,16}");
    private static final Pattern KIND = Pattern.compile("[a-z]{1,16}");
    private static final int MAX_TITLE = 120;

    public Trip {
        if (!REFERENCE.matcher(reference).matches() || !KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("A trip has a booking's reference and kind");
        }
        title = Markdown.plain(title, MAX_TITLE);
    }
}
