package dev.jetway.runtime.gateway.sse;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The section {@code jetway.gateway.streams}; its keys are explained in {@code reference.conf}.
 *
 * @param max on one node
 * @param maxPerSubject of one traveler on one node
 */
public record StreamSettings(
        int max, int maxPerSubject, int maxBodyBytes, Duration bodyTimeout, Duration limit, Duration keepAlive) {

    /** @throws IllegalArgumentException naming the key that is wrong */
    public StreamSettings {
        require(max > 0, "max", "must be positive");
        require(maxPerSubject > 0, "max-per-subject", "must be positive");
        require(maxBodyBytes >= 1_024, "max-body-bytes", "must be at least 1 KiB");
        requirePositive(bodyTimeout, "body-timeout");
        requirePositive(limit, "limit");
        requirePositive(keepAlive, "keep-alive");
    }

    /** @param root the whole configuration, {@code reference.conf} included */
    public static StreamSettings from(Config root) {
        var config = root.getConfig("jetway.gateway.streams");
        return new StreamSettings(
                config.getInt("max"),
                config.getInt("max-per-subject"),
                Math.toIntExact(config.getBytes("max-body-bytes")),
                config.getDuration("body-timeout"),
                config.getDuration("limit"),
                config.getDuration("keep-alive"));
    }

    private static void requirePositive(Duration duration, String key) {
        require(!duration.isNegative() && !duration.isZero(), key, "must be positive");
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("jetway.gateway.streams.%s %s".formatted(key, rule));
        }
    }
}
