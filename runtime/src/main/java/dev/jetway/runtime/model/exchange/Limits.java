package dev.jetway.runtime.model.exchange;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long a model may take, how often it is tried, and how much it may send. What a whole request may take is its
 * deadline.
 *
 * @param firstToken from the request to the first that is said, per attempt; keep-alives say nothing
 * @param betweenTokens the longest silence after that
 * @param attempts in all; there is no other one after the first piece of text
 * @param firstBackOff the wait before the second attempt, where the model does not say; doubled each time, and varied
 * @param longestBackOff the wait is never longer, unless the model says so
 * @param maxStreams how many requests may be under way at a time on this node, each with a connection of its own
 * @param maxWaiting how many more may wait for that
 * @param maxResponseBytes of one answer, everything around the text included
 * @param maxEventBytes of one event of its stream
 * @param maxTextChars of a reply's text, and of each call's arguments
 */
public record Limits(
        Duration connect,
        Duration firstToken,
        Duration betweenTokens,
        int attempts,
        Duration firstBackOff,
        Duration longestBackOff,
        int maxStreams,
        int maxWaiting,
        long maxResponseBytes,
        int maxEventBytes,
        int maxTextChars) {

    public Limits {
        requirePositive(connect, "timeouts.connect");
        requirePositive(firstToken, "timeouts.first-token");
        requirePositive(betweenTokens, "timeouts.between-tokens");
        require(attempts >= 1 && attempts <= 10, "attempts.max must be 1 to 10");
        requirePositive(firstBackOff, "attempts.first-back-off");
        require(
                longestBackOff.compareTo(firstBackOff) >= 0,
                "attempts.longest-back-off must not be shorter than the first");
        require(maxStreams >= 1 && maxStreams <= 10_000, "max-streams must be 1 to 10000");
        require(maxWaiting >= 0 && maxWaiting <= 10_000, "max-waiting must be 0 to 10000");
        require(maxEventBytes >= 1_024, "max-event-bytes must be at least 1 KiB");
        require(maxResponseBytes >= maxEventBytes, "max-response-bytes must not be less than max-event-bytes");
        require(maxTextChars >= 1, "max-text-chars must be positive");
    }

    /**
     * @param model the entry of one model, the defaults behind it
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static Limits from(Config model) {
        return new Limits(
                model.getDuration("timeouts.connect"),
                model.getDuration("timeouts.first-token"),
                model.getDuration("timeouts.between-tokens"),
                model.getInt("attempts.max"),
                model.getDuration("attempts.first-back-off"),
                model.getDuration("attempts.longest-back-off"),
                model.getInt("max-streams"),
                model.getInt("max-waiting"),
                model.getBytes("max-response-bytes"),
                Math.toIntExact(model.getBytes("max-event-bytes")),
                model.getInt("max-text-chars"));
    }

    private static void requirePositive(Duration duration, String key) {
        require(!duration.isNegative() && !duration.isZero(), key + " must be positive");
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
