package dev.jetway.mcp.process;

import java.util.regex.Pattern;

/**
 * The line of a program's error output that best says why it ended: the last one that names an error, where
 * there is one among the last lines, or else the last one. Stack traces and banners come after the point.
 *
 * <p>For one thread to add to, and any to ask.
 */
final class LastWords {

    private static final Pattern NAMES_AN_ERROR =
            Pattern.compile("\\b(\\w*Error|\\w*Exception|[Ff]atal|FATAL|ERROR|panic)\\b.*:\\s*\\S.*");

    /** A stack trace is seldom longer. */
    private static final int LATELY = 50;

    private String last = "";
    private String error = "";
    private int since;

    synchronized void add(String line) {
        last = line;
        if (NAMES_AN_ERROR.matcher(line).find()) {
            error = line;
            since = 0;
        } else if (++since > LATELY) {
            error = "";
        }
    }

    /** Empty if nothing has been said. */
    synchronized String text() {
        return error.isEmpty() ? last : error;
    }
}
