package dev.jetway.runtime.model.exchange;

import akka.actor.Cancellable;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request: its turn at the gate, its attempts, its deadline. Everything that changes is guarded by this object, which
 * is never locked while the listener, the gate or whoever waits for the reply is called.
 */
final class HttpChatCall implements ChatCall {

    private static final Logger LOG = LoggerFactory.getLogger(HttpChatCall.class);

    private final HttpChatModel model;
    private final ChatRequest request;
    private final Quotation quotation;
    private final Consumer<String> listener;
    private final BackOff backOff;
    private final CompletableFuture<ChatReply> reply = new CompletableFuture<>();
    private final Runnable turn = this::begin;

    private ObjectNode body;
    private Cancellable alarm = Cancellable.alreadyCancelled();
    private Cancellable nextAttempt = Cancellable.alreadyCancelled();
    private Exchange exchange;
    private int attempts;
    private boolean inside;
    private boolean saidSomething;
    private boolean ended;

    HttpChatCall(HttpChatModel model, ChatRequest request, Quotation quotation, Consumer<String> listener) {
        this.model = model;
        this.request = request;
        this.quotation = quotation;
        this.listener = listener;
        this.backOff = new BackOff(model.limits.firstBackOff(), model.limits.longestBackOff());
    }

    void start() {
        var left = left();
        if (left.isNegative() || left.isZero()) {
            end(failure(Kind.TIMED_OUT, "was asked after the deadline"));
            return;
        }
        try {
            body = model.dialect.body(request);
        } catch (AttemptFailedException e) {
            end(e.of(model.name()));
            return;
        }
        try {
            synchronized (this) {
                alarm = later(left, () -> end(failure(Kind.TIMED_OUT, "did not answer before the deadline")));
            }
        } catch (IllegalStateException e) {
            end(goingDown());
            return;
        }
        if (!model.gate.enter(turn)) {
            end(failure(
                    Kind.RATE_LIMITED,
                    "has %d requests under way on this node and %d waiting (max-streams, max-waiting)"
                            .formatted(model.limits.maxStreams(), model.limits.maxWaiting())));
        }
    }

    @Override
    public CompletionStage<ChatReply> reply() {
        return reply;
    }

    @Override
    public void cancel() {
        end(failure(Kind.CANCELED, "was told that nobody waits any more"));
    }

    private void begin() {
        boolean late;
        synchronized (this) {
            inside = true;
            late = ended;
        }
        if (late) {
            model.gate.leave();
        } else {
            attempt();
        }
    }

    private void attempt() {
        Exchange started;
        synchronized (this) {
            if (ended) {
                return;
            }
            attempts++;
            try {
                started = new Exchange(
                        model.system,
                        model.address,
                        body,
                        model.dialect.reader(request, quotation, this::said),
                        quotation,
                        model.limits,
                        model.clock);
            } catch (IllegalStateException e) {
                started = null;
            }
            exchange = started;
        }
        if (started == null) {
            end(goingDown());
        } else {
            started.reply().whenComplete(this::attempted);
        }
    }

    private void said(String piece) {
        synchronized (this) {
            if (ended) {
                return;
            }
            saidSomething = true;
        }
        try {
            listener.accept(piece);
        } catch (RuntimeException e) {
            LOG.error("Who listens to model {} failed", model.name(), e);
            throw AttemptFailedException.forGood(Kind.CANCELED, "has no listener any more: it failed");
        }
    }

    private void attempted(ChatReply answer, Throwable error) {
        if (error == null) {
            end(answer);
            return;
        }
        var cause = error instanceof CompletionException ? error.getCause() : error;
        if (!(cause instanceof AttemptFailedException why)) {
            LOG.error("The answer of model {} could not be read", model.name(), cause);
            end(failure(Kind.UNREADABLE, "answered with what this node can't read"));
            return;
        }
        if (!goesOn(why)) {
            end(why.of(model.name()));
        }
    }

    private synchronized boolean goesOn(AttemptFailedException why) {
        if (ended) {
            return true;
        }
        if (!why.isWorthAnother() || saidSomething || attempts >= model.limits.attempts()) {
            return false;
        }
        var wait = backOff.after(
                attempts, why.retryAfter(), ThreadLocalRandom.current().nextDouble());
        if (wait.compareTo(left()) >= 0) {
            return false;
        }
        LOG.info(
                "Model {} {}; attempt {} of {} in {} ms",
                model.name(),
                why.getMessage(),
                attempts + 1,
                model.limits.attempts(),
                wait.toMillis());
        try {
            nextAttempt = later(wait, this::attempt);
            return true;
        } catch (IllegalStateException e) {
            return false; // This node is going down.
        }
    }

    private void end(ChatReply answer) {
        if (close()) {
            reply.complete(answer);
        }
    }

    private void end(ModelException why) {
        if (close()) {
            reply.completeExceptionally(why);
        }
    }

    /** Returns whether it was open: whoever closes it says how it ended. */
    private boolean close() {
        boolean leaves;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            leaves = inside;
        }
        alarm.cancel();
        nextAttempt.cancel();
        if (exchange != null) {
            exchange.abort();
        }
        if (leaves) {
            model.gate.leave();
        } else {
            model.gate.leaveLine(turn);
        }
        return true;
    }

    private ModelException goingDown() {
        return failure(Kind.UNAVAILABLE, "can't be asked any more: this node is going down");
    }

    /** @throws IllegalStateException if the system has ended */
    private Cancellable later(Duration wait, Runnable run) {
        return model.system.classicSystem().scheduler().scheduleOnce(wait, run, model.system.executionContext());
    }

    private Duration left() {
        return Duration.between(model.clock.instant(), request.deadline());
    }

    private ModelException failure(Kind kind, String what) {
        return new ModelException(kind, "%s %s".formatted(model.name(), what));
    }
}
