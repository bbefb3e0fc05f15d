package dev.jetway.runtime.model.cache;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The section {@code jetway.plan-cache}.
 *
 * @param maxPlans how many are kept on this node, of all tenants together
 * @param keep for how long; never beyond the traveler's day
 * @param similarity how near two messages have to be that say the same in other words; 1 for only equal ones
 */
public record CacheSettings(boolean enabled, int maxPlans, Duration keep, double similarity) {

    private static final String PATH = "jetway.plan-cache.";

    /** Sentences about different things are that near. */
    private static final double LEAST_SIMILARITY = 0.5;

    /** @throws IllegalArgumentException naming the key that is wrong */
    public CacheSettings {
        require(maxPlans >= 1 && maxPlans <= 1_000_000, "max-plans", "must be 1 to 1000000");
        require(!keep.isNegative() && !keep.isZero(), "keep", "must be positive");
        require(
                similarity >= LEAST_SIMILARITY && similarity <= 1,
                "similarity",
                "must be %s to 1: what is less alike may mean something else".formatted(LEAST_SIMILARITY));
    }

    /** @param jetway the section {@code jetway} */
    public static CacheSettings from(Config jetway) {
        var config = jetway.getConfig("plan-cache");
        return new CacheSettings(
                config.getBoolean("enabled"),
                config.getInt("max-plans"),
                config.getDuration("keep"),
                config.getDouble("similarity"));
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(PATH + key + " " + rule);
        }
    }
}
