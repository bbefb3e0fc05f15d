package dev.jetway.mcp.server;

import akka.actor.Cancellable;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.cache.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A read, sent again after a pause when its answer broke: one that was cut off, made no sense or was an
 * internal error may be right the next time, and a read does no harm twice. What never left, what the tool
 * refused, and what ran out of time is not sent again; nor is anything while the breaker is not closed.
 */
final class ReadAttempts implements Question {

    private final ToolServer server;
    private final Errand errand;
    private final ToolServer.Request request;
    private final Instant latest;
    private final CompletableFuture<ToolResult> outcome = new CompletableFuture<>();
    private volatile PendingCall running;
    private volatile Cancellable pause = Cancellable.alreadyCancelled();
    private volatile Unavailable failure;
    private volatile boolean givenUp;

    /** @param latest when all attempts together are over, if the request's deadline is not earlier */
    ReadAttempts(ToolServer server, Errand errand, ToolServer.Request request, Instant latest) {
        this.server = server;
        this.errand = errand;
        this.request = request;
        this.latest = latest;
    }

    Question start() {
        server.retries().called();
        attempt(1);
        return this;
    }

    private void attempt(int number) {
        Optional<ToolResult> refusal = server.refusalForNow(errand);
        if (refusal.isPresent()) {
            ended(number, refusal.get());
            return;
        }
        PendingCall call = new PendingCall(server, errand, number == 1 ? request : request.until(latest));
        running = call;
        call.submit().thenAccept(result -> ended(number, result));
        if (givenUp) {
            call.timedOut(Duration.ZERO);
        }
    }

    private void ended(int number, ToolResult result) {
        if (result instanceof Unavailable broken && worthRepeating(number, broken)) {
            again(number + 1, broken);
        } else {
            complete(result);
        }
    }

    private boolean worthRepeating(int number, Unavailable broken) {
        RetrySettings settings = server.settings().retry();
        return number < settings.attempts()
                && broken.mayHaveRun()
                && !givenUp
                && server.breaker().closed()
                && server.link() instanceof ToolServer.Up
                && server.environment()
                        .clock()
                        .instant()
                        .plus(settings.maxPause())
                        .isBefore(request.until(latest).deadline())
                && server.retries().tryTake();
    }

    private void again(int number, Unavailable broken) {
        failure = broken;
        Duration length =
                server.settings().retry().pause(ThreadLocalRandom.current().nextDouble());
        pause = server.environment()
                .scheduler()
                .scheduleOnce(length, () -> repeat(number), server.environment().dispatcher());
        if (givenUp && pause.cancel()) {
            complete(broken);
        }
    }

    private void repeat(int number) {
        if (givenUp) {
            complete(failure);
            return;
        }
        server.counts().retried();
        attempt(number);
    }

    /** An earlier attempt may have run even where the last one surely has not. */
    private void complete(ToolResult result) {
        boolean ranBefore = failure != null;
        outcome.complete(result.fold(
                ok -> result,
                refused -> result,
                last -> ranBefore && !last.mayHaveRun() ? new Unavailable(last.reason(), true) : result));
    }

    @Override
    public CompletionStage<ToolResult> outcome() {
        return outcome.minimalCompletionStage();
    }

    @Override
    public void giveUp(Duration waited) {
        givenUp = true;
        if (pause.cancel()) {
            complete(failure);
        }
        PendingCall call = running;
        if (call != null) {
            call.timedOut(waited);
        }
    }
}
