package dev.jetway.agents.provenance;

/** Looks for words in words. */
final class Text {

    private Text() {}

    /** Whether these words stand in the text, not as a part of longer ones. Both as {@link Leaf#key} has them. */
    static boolean contains(String text, String words) {
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            if (boundary(text, at) && boundary(text, at + words.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean boundary(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
