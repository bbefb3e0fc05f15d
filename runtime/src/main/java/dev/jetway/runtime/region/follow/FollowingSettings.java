package dev.jetway.runtime.region.follow;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * When the journals of other regions are read, and how news of them travel.
 *
 * @param gather how long a node gathers what its conversations stored before it tells the other regions
 * @param maxWaiting of so many conversations news may wait for one node of another region
 * @param tick how often a journal is read of which there is no news
 * @param silentTick the same while the journal's region is silent
 * @param retries the waits before looking again for what there was news of and the journal did not have
 */
public record FollowingSettings(
        Duration gather, int maxWaiting, Duration tick, Duration silentTick, List<Duration> retries) {

    private static final String SECTION = "jetway.following";

    /** At most so many reads a second, unless the tick is too short for them. */
    private static final int READS_PER_SECOND = 300;

    private static final int SHORT_PART = 10;

    public FollowingSettings {
        retries = List.copyOf(retries);
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("%s.max-waiting must be at least 1".formatted(SECTION));
        }
        requirePositive("gather", gather);
        requirePositive("silent-tick", silentTick);
        retries.forEach(retry -> requirePositive("retries", retry));
        if (silentTick.compareTo(tick) > 0) {
            throw new IllegalArgumentException(
                    "%s.silent-tick (%s) must not be longer than tick (%s)".formatted(SECTION, silentTick, tick));
        }
    }

    private static void requirePositive(String key, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("%s.%s (%s) must be longer than nothing".formatted(SECTION, key, time));
        }
    }

    /**
     * How long until a journal without news is read again. All that a node follows are read in the same short part of
     * each tick: the database's threads go on turning for a while after every read, and with reads that come in ones
     * and twos they would never rest.
     *
     * @param now in milliseconds since 1970
     * @param followers how many read in the same tick
     * @param random from 0 to 1, another one for each
     */
    Duration untilTick(long now, int followers, double random) {
        long every = tick.toMillis();
        long part = Math.min(every, Math.max(every / SHORT_PART, followers * 1_000L / READS_PER_SECOND));
        return Duration.ofMillis(every - now % every + Math.round(random * part));
    }

    /** @param config the section {@code jetway.following} */
    public static FollowingSettings from(Config config) {
        return new FollowingSettings(
                config.getDuration("gather"),
                config.getInt("max-waiting"),
                config.getDuration("tick"),
                config.getDuration("silent-tick"),
                config.getDurationList("retries"));
    }
}
