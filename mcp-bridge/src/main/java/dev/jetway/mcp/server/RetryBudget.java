package dev.jetway.mcp.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps repeats to a share of the calls, so that a server in trouble is not given more to do. Every call
 * earns a part of a repeat; a few are there from the start, so that one failure in a quiet hour is repeated.
 * Lock-free.
 */
final class RetryBudget {

    /** Repeats that can be saved up. */
    static final int MOST_SAVED = 10;

    private static final long ONE = 1_000_000;

    private final long earned;
    private final AtomicLong saved;

    RetryBudget(double share) {
        this.earned = Math.round(share * ONE);
        this.saved = new AtomicLong(earned == 0 ? 0 : MOST_SAVED * ONE);
    }

    /** A call is made that is no repeat. */
    void called() {
        saved.updateAndGet(before -> Math.min(MOST_SAVED * ONE, before + earned));
    }

    /** Takes leave for one repeat. */
    boolean tryTake() {
        return saved.getAndUpdate(before -> before >= ONE ? before - ONE : before) >= ONE;
    }
}
