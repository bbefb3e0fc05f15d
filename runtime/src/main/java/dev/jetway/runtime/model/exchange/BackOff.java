package dev.jetway.runtime.model.exchange;

import java.time.Duration;
import java.util.Optional;

/** How long to wait before the next attempt. */
record BackOff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 16;

    /**
     * @param failed attempts so far; at least one
     * @param asked how long the model wants to be left alone
     * @param chance from 0 to 1, so that many that failed together don't come back together
     */
    Duration after(int failed, Optional<Duration> asked, double chance) {
        long doubled = first.toNanos() << Math.min(failed - 1, MOST_DOUBLINGS);
        long most = Math.min(longest.toNanos(), doubled);
        var own = Duration.ofNanos(Math.round(most * (0.5 + chance / 2)));
        return asked.filter(it -> it.compareTo(own) > 0).orElse(own);
    }
}
