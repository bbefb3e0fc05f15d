package dev.jetway.agents.travel;

/**
 * Turns text that came from a tool into text that can do no harm in a reply: no markup, no link that a
 * page would open or load by itself, nothing invisible, and never longer than asked.
 */
public final class Markdown {

    private static final String MARKUP = "\\`*_[]<>|~&#";

    private Markdown() {}

    /** One line without control and direction characters, cut to {@code max} characters. */
    public static String plain(String text, int max) {
        var line = new StringBuilder(Math.min(text.length(), max));
        boolean space = false;
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = shown > 0;
            } else if (visible(c)) {
                if (shown + (space ? 2 : 1) > max) {
                    return line.append('…').toString();
                }
                if (space) {
                    line.append(' ');
                    shown++;
                }
                space = false;
                line.appendCodePoint(c);
                shown++;
            }
        }
        return line.toString();
    }

    /** {@link #plain} with everything escaped that Markdown would take for markup or a link. */
    public static String escape(String text, int max) {
        var plain = plain(text, max);
        var escaped = new StringBuilder(plain.length() + 8);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean autolink = c == '@'
                    || (c == ':' && plain.startsWith("//", i + 1))
                    || (c == '.' && i >= 3 && plain.regionMatches(true, i - 3, "www", 0, 3));
            if (MARKUP.indexOf(c) >= 0 || autolink) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
