package dev.jetway.mcp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about: long enough for a busy machine, not forever. */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Patience() {}

    /** Waits for another thread's leave to go on. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody said to go on within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting to go on", e);
        }
    }

    /** @param otherwise how things are, said if it does not come about */
    static void await(String what, BooleanSupplier holds, Supplier<?> otherwise) {
        long began = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new AssertionError("Not within %s: %s; %s".formatted(LIMIT, what, otherwise.get()));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
