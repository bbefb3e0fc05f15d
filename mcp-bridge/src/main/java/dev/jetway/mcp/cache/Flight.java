package dev.jetway.mcp.cache;

import dev.jetway.agents.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One question to a server, and everybody who waits for its answer. The lock is never held while others run. */
final class Flight {

    /** More than this wait for no single answer: they would all wake at once. */
    static final int MAX_WAITERS = 10_000;

    enum Boarding {
        ABOARD,
        FULL,
        TOO_LATE
    }

    private final Instant begun;
    private final Instant latest;
    private final Set<CompletableFuture<ToolResult>> waiters = new LinkedHashSet<>();
    private Question question;
    private Duration abandonedAfter;
    private boolean over;

    /** @param latest when it is over at the latest */
    Flight(Instant begun, Instant latest) {
        this.begun = begun;
        this.latest = latest;
    }

    Instant begun() {
        return begun;
    }

    Instant latest() {
        return latest;
    }

    synchronized Boarding board(CompletableFuture<ToolResult> waiter) {
        if (over) {
            return Boarding.TOO_LATE;
        }
        if (waiters.size() >= MAX_WAITERS) {
            return Boarding.FULL;
        }
        waiters.add(waiter);
        return Boarding.ABOARD;
    }

    /** The question is on its way. */
    void asked(Question asked) {
        Duration abandoned;
        synchronized (this) {
            question = asked;
            abandoned = abandonedAfter;
        }
        if (abandoned != null) {
            asked.giveUp(abandoned);
        }
    }

    /**
     * One of those who wait has no time left. Who is last takes the question back, and hears what came of it.
     *
     * @return whether others wait still, so that this one has to be told something
     */
    boolean leave(CompletableFuture<ToolResult> waiter, Duration waited) {
        Question abandoned;
        synchronized (this) {
            if (!waiters.contains(waiter)) {
                return false;
            }
            if (waiters.size() > 1) {
                waiters.remove(waiter);
                return true;
            }
            over = true;
            abandonedAfter = waited;
            abandoned = question;
        }
        if (abandoned != null) {
            abandoned.giveUp(waited);
        }
        return false;
    }

    /** Ends it; who is still aboard has to be told. */
    synchronized List<CompletableFuture<ToolResult>> end() {
        over = true;
        List<CompletableFuture<ToolResult>> aboard = List.copyOf(waiters);
        waiters.clear();
        return aboard;
    }
}
