package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One model's try at a request. Ends once, and passes no text on once it has. */
final class Attempt {

    private enum Phase {
        SILENT,
        SPEAKING,
        ENDED
    }

    /** Told of the end: of the reply, or why there is none; the other is null. */
    @FunctionalInterface
    interface End {
        void ended(Attempt attempt, ChatReply reply, ModelException error);
    }

    private final Member member;
    private final boolean trial;
    private final Budgets.Hold hold;
    private final Need need;
    private final Clock clock;
    private final Consumer<String> text;
    private final End end;
    private final long begun;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.SILENT);
    private volatile boolean spoke;
    private volatile long firstAfter = -1;
    private volatile long written;
    private volatile ChatCall call;
    private volatile boolean canceled;
    private volatile Runnable noHurry = () -> {};

    Attempt(Member member, boolean trial, Budgets.Hold hold, Need need, Clock clock, Consumer<String> text, End end) {
        this.member = member;
        this.trial = trial;
        this.hold = hold;
        this.need = need;
        this.clock = clock;
        this.text = text;
        this.end = end;
        this.begun = clock.millis();
    }

    /** Gives it up if it has not said a word by then. To be said before it starts. */
    void hurry(Alarm alarm, Duration patience) {
        noHurry = alarm.after(patience, () -> {
            if (phase.compareAndSet(Phase.SILENT, Phase.ENDED)) {
                cancelCall();
                finish(
                        null,
                        new ModelException(
                                Kind.TIMED_OUT,
                                "Model %s had not begun its reply after %d ms"
                                        .formatted(member.name(), patience.toMillis())));
            }
        });
    }

    void start(ChatRequest request) {
        try {
            call = member.model().ask(request, this::piece);
        } catch (RuntimeException e) { // against its contract
            ended(null, e);
            return;
        }
        if (canceled) {
            call.cancel();
        }
        call.reply().whenComplete(this::ended);
    }

    /** Its end comes as that of any other call. */
    void cancel() {
        cancelCall();
    }

    private void cancelCall() {
        canceled = true;
        var started = call;
        if (started != null) {
            started.cancel();
        }
    }

    /** Whether somebody has seen a piece of its text. */
    boolean spoke() {
        return spoke;
    }

    long contextTokens() {
        return member.terms().contextTokens();
    }

    private void piece(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (phase.compareAndSet(Phase.SILENT, Phase.SPEAKING)) {
            firstAfter = clock.millis() - begun;
            noHurry.run();
        }
        if (phase.get() == Phase.SPEAKING) {
            spoke = true;
            written += Need.tokens(piece);
            text.accept(piece);
        }
    }

    private void ended(ChatReply reply, Throwable error) {
        if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
            noHurry.run();
            finish(reply, error == null ? null : reason(error));
        }
    }

    private ModelException reason(Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof ModelException known
                ? known
                : new ModelException(
                        Kind.UNREADABLE,
                        "Model %s failed in an unforeseen way: %s"
                                .formatted(member.name(), cause.getClass().getSimpleName()));
    }

    private void finish(ChatReply reply, ModelException error) {
        long took = clock.millis() - begun;
        if (error == null) {
            var use = reply.use().equals(TokenUse.NONE) ? need.guess(Need.tokens(reply.text())) : reply.use();
            long cost = member.terms().nanos(use);
            hold.settle(cost);
            var known = new ChatReply(reply.model(), reply.text(), reply.calls(), reply.finish(), use);
            member.answered(trial, firstAfter, took, known, cost);
            end.ended(this, known, null);
            return;
        }
        var use = need.guess(written);
        long cost = charged(error.kind()) ? member.terms().nanos(use) : 0;
        hold.settle(cost);
        member.failed(trial, error, took, use, cost);
        end.ended(this, null, error);
    }

    /** Makers charge what was begun, and don't say how much. What they turned down at once is free. */
    private boolean charged(Kind kind) {
        return switch (kind) {
            case TIMED_OUT, UNREADABLE, CANCELED -> true;
            case UNAVAILABLE, RATE_LIMITED, MISCONFIGURED, REJECTED, BUDGET_EXCEEDED -> written > 0;
        };
    }
}
