package dev.jetway.loadtests.region;

import java.io.IOException;
import java.time.Duration;

/** Waiting. */
final class Pauses {

    private Pauses() {}

    static void sleep(Duration duration) throws IOException {
        try {
            Thread.sleep(Math.max(0, duration.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The drill was interrupted", e);
        }
    }
}
