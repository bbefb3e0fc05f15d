package dev.jetway.travel.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What only exists with {@code --faults}: faults, counts, and the calls that hang. */
final class Drill implements AutoCloseable {

    private static final int MOST_HANGING = 4_096;

    private final FaultBoard faults = new FaultBoard();
    private final CallLog calls = new CallLog();
    private final Deque<HttpExchange> hanging = new ArrayDeque<>();
    private final ScheduledExecutorService timer;

    Drill(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    FaultBoard faults() {
        return faults;
    }

    CallLog calls() {
        return calls;
    }

    void later(int delayMs, Runnable work) {
        timer.schedule(work, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Keeps a call unanswered without a thread; with very many of them the oldest are cut off. */
    void hang(HttpExchange exchange) {
        HttpExchange oldest = null;
        synchronized (hanging) {
            hanging.add(exchange);
            if (hanging.size() > MOST_HANGING) {
                oldest = hanging.remove();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    /** Cuts off every call that hangs. */
    void release() {
        Deque<HttpExchange> all;
        synchronized (hanging) {
            all = new ArrayDeque<>(hanging);
            hanging.clear();
        }
        all.forEach(HttpExchange::close);
    }

    /** Ends the process as a crash would: no shutdown hook runs, nothing is flushed. */
    void die() {
        Runtime.getRuntime().halt(137);
    }

    @Override
    public void close() {
        release();
    }
}
