package dev.jetway.runtime.model.registry;

import java.time.Duration;

/**
 * How long something took lately: an average in which each new value counts for a fifth.
 *
 * @param at when it was last measured, in milliseconds since 1970
 */
record Pace(double millis, long at) {

    static final Pace UNKNOWN = new Pace(Double.NaN, 0);

    private static final double WEIGHT = 0.2;
    private static final long GOOD_FOR = Duration.ofMinutes(10).toMillis();

    Pace seen(long took, long now) {
        return new Pace(known(now) ? millis + WEIGHT * (took - millis) : took, now);
    }

    /** False where nobody looked for so long that the value says nothing. */
    boolean known(long now) {
        return !Double.isNaN(millis) && now - at <= GOOD_FOR;
    }
}
