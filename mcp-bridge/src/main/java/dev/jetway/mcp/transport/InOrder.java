package dev.jetway.mcp.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands the messages of one stream from the I/O thread to others, in order and a bounded number ahead. */
final class InOrder {

    private static final int MAX_WAITING = 256;

    private final Executor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    InOrder(Executor executor) {
        this.executor = executor;
    }

    /** Called by one thread. False if too much waits already: the task is not run then. */
    boolean offer(Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return false;
        }
        end(() -> {
            waiting.decrementAndGet();
            task.run();
        });
        return true;
    }

    /** Hands on the last of all, however much waits. */
    void end(Runnable task) {
        last = last.handleAsync(
                (done, error) -> {
                    task.run();
                    return null;
                },
                executor);
    }
}
