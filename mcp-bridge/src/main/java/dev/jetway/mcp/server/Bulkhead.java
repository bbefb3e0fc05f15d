package dev.jetway.mcp.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a bounded number of calls run and a bounded number wait, in order of arrival. Lock-free: a call that
 * finds room starts on the caller's thread; one that waited starts on the thread of the call that made room.
 */
final class Bulkhead {

    /** What waits. */
    interface Waiting {
        /** The call has its place and must give it back with {@link #release()}. Must not block or throw. */
        void start();
    }

    /** What became of a call that asked to run. */
    enum Admission {
        STARTED,
        WAITING,
        FULL
    }

    private final int maxRunning;
    private final int maxWaiting;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger draining = new AtomicInteger();

    Bulkhead(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    Admission submit(Waiting call) {
        if (waiting.get() == 0 && tryRun()) {
            call.start();
            return Admission.STARTED;
        }
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            return Admission.FULL;
        }
        queue.add(call);
        drain();
        return Admission.WAITING;
    }

    /** Takes back a call that waits. False when it has started, or is about to. */
    boolean withdraw(Waiting call) {
        if (!queue.remove(call)) {
            return false;
        }
        waiting.decrementAndGet();
        return true;
    }

    /** One call is over. */
    void release() {
        running.decrementAndGet();
        if (waiting.get() > 0) {
            drain();
        }
    }

    int running() {
        return running.get();
    }

    int waiting() {
        return waiting.get();
    }

    private boolean tryRun() {
        int now = running.get();
        while (now < maxRunning) {
            if (running.compareAndSet(now, now + 1)) {
                return true;
            }
            now = running.get();
        }
        return false;
    }

    /** Only one thread drains at a time; others leave it a note. So starting a call never nests. */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        int notes = 1;
        do {
            while (!queue.isEmpty() && tryRun()) {
                Waiting next = queue.poll();
                if (next == null) {
                    running.decrementAndGet();
                } else {
                    waiting.decrementAndGet();
                    next.start();
                }
            }
            notes = draining.addAndGet(-notes);
        } while (notes != 0);
    }
}
