package dev.jetway.mcp.server;

import java.time.Duration;

/**
 * How often a read that broke is sent again.
 *
 * @param attempts how often it is sent in all; 1: never again
 * @param minPause the shortest pause before it is
 * @param maxPause the longest; each pause is anything between the two
 * @param budget how many of the calls may be repeats, as a share of them
 */
public record RetrySettings(int attempts, Duration minPause, Duration maxPause, double budget) {

    public RetrySettings {
        ServerSettings.require(attempts >= 1 && attempts <= 5, "retry.attempts must be 1 to 5");
        ServerSettings.require(!minPause.isNegative(), "retry.min-pause must not be negative");
        ServerSettings.require(
                maxPause.compareTo(minPause) >= 0, "retry.max-pause must not be less than retry.min-pause");
        ServerSettings.require(budget >= 0 && budget <= 1, "retry.budget must be 0 to 1");
    }

    /** @param random 0 (included) to 1 (excluded) */
    Duration pause(double random) {
        return minPause.plusNanos((long) (maxPause.minus(minPause).toNanos() * random));
    }
}
