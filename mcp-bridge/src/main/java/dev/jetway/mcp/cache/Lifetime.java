package dev.jetway.mcp.cache;

import java.time.Duration;

/**
 * How long the answers of one tool are of use.
 *
 * @param fresh how long one stands for a new one
 * @param staleFor how long after that it may still be shown, marked as old, while the tool cannot be reached
 */
public record Lifetime(Duration fresh, Duration staleFor) {

    /** Nothing is kept. */
    public static final Lifetime NONE = new Lifetime(Duration.ZERO, Duration.ZERO);

    /** Whether there is any use in keeping an answer. */
    public boolean keeps() {
        return !total().isZero();
    }

    Duration total() {
        return fresh.plus(staleFor);
    }
}
