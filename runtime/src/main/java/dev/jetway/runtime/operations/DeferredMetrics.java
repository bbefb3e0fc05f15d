package dev.jetway.runtime.operations;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.conversation.Outcome;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Metrics that can be told things before there is anybody to keep them: loading the library that does
 * takes seconds on a small machine, and a node should serve before that.
 */
final class DeferredMetrics implements NodeMetrics {

    /** What happens beyond this before the keeper is there is not counted. */
    static final int MAX_PENDING = 20_000;

    private final ConcurrentLinkedQueue<Consumer<NodeMetrics>> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private volatile NodeMetrics keeper;
    private volatile int openConnections;

    /** From now on everything goes straight to {@code keeper}. */
    void open(NodeMetrics keeper) {
        this.keeper = keeper;
        deliver();
    }

    /** Hands over what was held back. To be repeated: a note may come in while {@link #open} runs. */
    void deliver() {
        for (var note = pending.poll(); note != null; note = pending.poll()) {
            note.accept(keeper);
        }
    }

    /** Everything in Prometheus' text format; nothing but a comment before the first tick. */
    String scrape() {
        return keeper == null ? "# Metrics are not kept yet\n" : KamonMetrics.scrape();
    }

    private void hold(Consumer<NodeMetrics> note) {
        if (held.incrementAndGet() <= MAX_PENDING) {
            pending.add(note);
        }
    }

    @Override
    public void turnEnded(Outcome outcome, long millis) {
        var to = keeper;
        if (to != null) {
            to.turnEnded(outcome, millis);
        } else {
            hold(later -> later.turnEnded(outcome, millis));
        }
    }

    @Override
    public void toolCalled(String tool, ToolResult result, long nanos) {
        var to = keeper;
        if (to != null) {
            to.toolCalled(tool, result, nanos);
        } else {
            hold(later -> later.toolCalled(tool, result, nanos));
        }
    }

    @Override
    public void provenanceRefused(Risk risk) {
        var to = keeper;
        if (to != null) {
            to.provenanceRefused(risk);
        } else {
            hold(later -> later.provenanceRefused(risk));
        }
    }

    @Override
    public void openCases(int open, long oldestMillis) {
        var to = keeper;
        if (to != null) {
            to.openCases(open, oldestMillis);
        } else {
            hold(later -> later.openCases(open, oldestMillis));
        }
    }

    @Override
    public void commitmentEnded(CommitOutcome outcome) {
        var to = keeper;
        if (to != null) {
            to.commitmentEnded(outcome);
        } else {
            hold(later -> later.commitmentEnded(outcome));
        }
    }

    /** How many WebSockets are open at this moment. */
    int openConnections() {
        return openConnections;
    }

    @Override
    public void connections(int open) {
        openConnections = open;
        var to = keeper;
        if (to != null) {
            to.connections(open);
        } else {
            hold(later -> later.connections(open));
        }
    }

    @Override
    public void slowConsumer() {
        var to = keeper;
        if (to != null) {
            to.slowConsumer();
        } else {
            hold(NodeMetrics::slowConsumer);
        }
    }

    @Override
    public void messageJudged(Judgement judgement) {
        var to = keeper;
        if (to != null) {
            to.messageJudged(judgement);
        } else {
            hold(later -> later.messageJudged(judgement));
        }
    }
}
