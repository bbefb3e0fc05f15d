package dev.jetway.agents.memory;

/**
 * One thing to be remembered. There is one of each preference: the later replaces the earlier.
 *
 * @param value what {@link Preference#takes}
 */
public record Note(Preference preference, String value) {

    public Note {
        if (!preference.takes(value)) {
            throw new IllegalArgumentException("%s can't be '%s'"
                    .formatted(preference.key(), value.length() > 40 ? value.substring(0, 40) + "…" : value));
        }
    }

    public static Note of(Home home) {
        return new Note(Preference.HOME, home.text());
    }

    /** A sentence without its full stop, to the traveler: {@code you like an aisle seat}. */
    public String inWords() {
        return preference.inWords(value);
    }
}
