package dev.jetway.loadtests.drill;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One drill.
 *
 * @param url the WebSocket of the node
 * @param travel the travel servers, started with {@code --faults}
 * @param tokenSecret the file with the secret the node and the travel servers share
 * @param turns how many conversations are in the middle of a turn when the node is killed
 * @param bookings how many approved bookings are under way
 * @param seed decides the moments of the approvals and of the kill
 * @param limit until when every turn must have ended, counted from the kill
 */
public record DrillSettings(URI url, URI travel, Path tokenSecret, int turns, int bookings, long seed, Duration limit) {

    private static final int MOST = 1_000;

    public DrillSettings {
        if (turns < 0 || bookings < 0 || turns + bookings == 0 || turns + bookings > MOST) {
            throw new IllegalArgumentException(
                    "A drill has 1 to %d turns and bookings together, not %d and %d".formatted(MOST, turns, bookings));
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("The limit must be longer than nothing, not " + limit);
        }
    }
}
