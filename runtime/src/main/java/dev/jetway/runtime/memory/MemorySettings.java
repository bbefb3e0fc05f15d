package dev.jetway.runtime.memory;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * @param keep after this a consent is over, and what was stored is gone
 * @param recallWithin how long a plan waits for what is remembered, before it is made without
 * @param recent of how many travelers a node keeps what it read
 * @param recentFor how long it does; another region's change may be seen this much later
 */
public record MemorySettings(Duration keep, Duration recallWithin, int recent, Duration recentFor) {

    /** Depending on its set-up, Cassandra takes no end after January 2038. */
    private static final Duration LONGEST = Duration.ofDays(365 * 10);

    public MemorySettings {
        if (keep.compareTo(Duration.ofMinutes(1)) < 0 || keep.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("jetway.memory.keep must be between a minute and 10 years");
        }
        if (recallWithin.isZero() || recallWithin.isNegative() || recentFor.isNegative() || recent < 1) {
            throw new IllegalArgumentException(
                    "jetway.memory needs recall-within over 0, recent of at least 1 and recent-for of at least 0");
        }
    }

    /** @param config the section {@code jetway.memory} */
    public static MemorySettings from(Config config) {
        return new MemorySettings(
                config.getDuration("keep"),
                config.getDuration("recall-within"),
                config.getInt("recent"),
                config.getDuration("recent-for"));
    }
}
