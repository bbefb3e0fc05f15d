package dev.jetway.mcp.asked;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** So many a minute, and so many at once when there were none for a minute. Lock-free. */
final class PerMinute {

    private static final long MINUTE_MICROS = 60_000_000;

    private final Clock clock;
    private final long interval;

    /** When everything taken so far will have been paid for, in microseconds. */
    private final AtomicLong paid = new AtomicLong();

    PerMinute(int most, Clock clock) {
        this.clock = clock;
        this.interval = MINUTE_MICROS / most;
    }

    boolean tryTake() {
        long now = clock.millis() * 1_000;
        while (true) {
            long before = paid.get();
            long after = Math.max(before, now) + interval;
            if (after - now > MINUTE_MICROS) {
                return false;
            }
            if (paid.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
