package dev.jetway.agents.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a text that arrives bit by bit into pieces that can be judged by themselves: lines, and sentences within them.
 * The pieces put together are the text. For one thread at a time.
 */
final class Pieces {

    /** A piece that goes on for longer is none. */
    static final int MAX = 4_000;

    private static final String ENDS = ".!?…";
    private static final String CLOSING = "\"'”’)]*_";
    private static final String OPENING = "*_[<(\"“‘";

    /** Of an item of a list. */
    private static final Pattern NUMBER = Pattern.compile("[ \\t]*[*_]{0,2}\\d{1,3}");

    private final StringBuilder rest = new StringBuilder();

    /** The pieces that are whole by now. */
    List<String> add(String bit) {
        rest.append(bit);
        var whole = new ArrayList<String>();
        for (int end = end(); end > 0; end = end()) {
            whole.add(rest.substring(0, end));
            rest.delete(0, end);
        }
        return whole;
    }

    /** What is left when nothing more comes; possibly empty. */
    String last() {
        var last = rest.toString();
        rest.setLength(0);
        return last;
    }

    boolean tooLong() {
        return rest.length() > MAX;
    }

    /** Behind the first piece; 0 while nobody can tell where it ends. */
    private int end() {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (ENDS.indexOf(c) >= 0 && !NUMBER.matcher(rest).region(0, i).matches()) {
                int next = behind(i + 1);
                if (next > 0) {
                    return next;
                }
            }
        }
        return 0;
    }

    /** Where the next sentence begins, if one does: after a space, with a capital or a sign; not after "approx. 5" */
    private int behind(int at) {
        int i = at;
        while (i < rest.length() && CLOSING.indexOf(rest.charAt(i)) >= 0) {
            i++;
        }
        int spaces = i;
        while (spaces < rest.length() && rest.charAt(spaces) == ' ') {
            spaces++;
        }
        boolean ended = spaces > i
                && spaces < rest.length()
                && (Character.isUpperCase(rest.charAt(spaces)) || OPENING.indexOf(rest.charAt(spaces)) >= 0);
        return ended ? spaces : 0;
    }
}
