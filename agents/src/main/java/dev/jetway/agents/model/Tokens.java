package dev.jetway.agents.model;

/** How long a text is to a model, before it is asked. */
public final class Tokens {

    private static final int LATIN_PER_TOKEN = 3;

    private Tokens() {}

    /** An estimate on the safe side: real counts of English and of JSON are smaller, by a quarter or so. */
    public static int of(String text) {
        int latin = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x250) {
                latin++;
            } else {
                other++;
            }
        }
        return (latin + LATIN_PER_TOKEN - 1) / LATIN_PER_TOKEN + other;
    }
}
