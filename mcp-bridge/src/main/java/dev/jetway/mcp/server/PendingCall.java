package dev.jetway.mcp.server;

import akka.actor.Cancellable;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.PendingRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call from its admission to its outcome. Whatever ends it first (an answer, an error, the time-out)
 * wins; what comes later is ignored.
 */
final class PendingCall implements Bulkhead.Waiting {

    private enum Phase {
        WAITING,
        RUNNING,
        DONE
    }

    private final ToolServer server;
    private final ListedTool tool;
    private final JsonNode arguments;
    private final ToolServer.Request request;
    private final CompletableFuture<ToolResult> outcome = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private volatile Cancellable timer = Cancellable.alreadyCancelled();
    private volatile Attempt attempt;
    private volatile long startedNanos;
    private volatile boolean sent;

    /** One sending of the call. There is a second only if the first met a server that had lost the session. */
    private static final class Attempt {
        private final Connection connection;
        private volatile PendingRequest request;

        private Attempt(Connection connection) {
            this.connection = connection;
        }

        /** Does nothing while the request is about to be sent: the sender looks once more afterwards. */
        private void abandon(String reason) {
            PendingRequest sent = request;
            if (sent != null) {
                connection.abandon(sent, reason);
            }
        }
    }

    PendingCall(ToolServer server, ListedTool tool, JsonNode arguments, ToolServer.Request request) {
        this.server = server;
        this.tool = tool;
        this.arguments = arguments;
        this.request = request;
    }

    CompletionStage<ToolResult> submit() {
        Duration left = Duration.between(server.environment().clock().instant(), request.deadline());
        Duration limit = server.settings().limits().callTimeout();
        Duration patience = left.compareTo(limit) < 0 ? left : limit;
        timer = server.environment()
                .scheduler()
                .scheduleOnce(
                        patience, () -> timedOut(patience), server.environment().dispatcher());
        if (server.bulkhead().submit(this) == Bulkhead.Admission.FULL
                && phase.compareAndSet(Phase.WAITING, Phase.DONE)) {
            server.counts().rejected();
            complete(new Unavailable(
                    "%s is busy: %d calls run and %d wait already"
                            .formatted(
                                    server.settings().name(),
                                    server.settings().limits().maxConcurrent(),
                                    server.settings().limits().maxQueued()),
                    false));
        }
        return outcome.minimalCompletionStage();
    }

    @Override
    public void start() {
        if (!phase.compareAndSet(Phase.WAITING, Phase.RUNNING)) {
            server.bulkhead().release();
            return;
        }
        startedNanos = System.nanoTime();
        if (!server.breaker().tryAcquire()) {
            if (phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
                server.counts().rejected();
                server.bulkhead().release();
                complete(new Unavailable(
                        "%s is not called at the moment: too many of its last answers failed"
                                .formatted(server.settings().name()),
                        false));
            }
            return;
        }
        send(false);
    }

    private void send(boolean last) {
        ToolServer.Link link = server.link();
        if (link instanceof ToolServer.Up up) {
            sendOver(up.connection(), last);
        } else if (link instanceof ToolServer.Renewing renewing) {
            renewing.next()
                    .whenCompleteAsync(
                            (connection, error) -> {
                                if (error == null) {
                                    sendOver(connection, last);
                                } else {
                                    notSent("%s cannot be reached at the moment: %s"
                                            .formatted(server.settings().name(), error.getMessage()));
                                }
                            },
                            server.environment().executor());
        } else if (link instanceof ToolServer.Down down) {
            notSent("%s cannot be reached at the moment: %s"
                    .formatted(server.settings().name(), down.reason()));
        }
    }

    private void sendOver(Connection connection, boolean last) {
        if (phase.get() != Phase.RUNNING) {
            return;
        }
        Attempt next = new Attempt(connection);
        attempt = next;
        sent = true;
        next.request = connection.callTool(
                tool.name(),
                arguments,
                server.caller(request.traveler()),
                answer -> answered(connection, last, answer));
        if (phase.get() == Phase.DONE) {
            next.abandon("nobody waits for the answer");
        }
    }

    private void answered(Connection connection, boolean last, Answer answer) {
        answer.fold(
                result -> run(() -> answered(result.value())),
                refusal -> run(() -> failed(connection, Failure.of(server.full(tool.name()), refusal))),
                lost -> run(() -> lost(connection, last, lost)));
    }

    private static Boolean run(Runnable reaction) {
        reaction.run();
        return true;
    }

    private void answered(JsonNode result) {
        if (!phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            return;
        }
        ToolResult judged = Answers.judge(server.full(tool.name()), tool, result);
        long nanos = System.nanoTime() - startedNanos;
        boolean usable = judged.fold(ok -> true, refused -> true, unavailable -> false);
        if (usable) {
            server.breaker().succeeded(nanos);
        } else {
            server.breaker().failed(nanos);
        }
        server.over(judged instanceof ToolResult.Ok, nanos);
        judged.fold(
                ok -> run(server.counts()::answered),
                refused -> run(server.counts()::refusedByTool),
                unavailable -> run(server.counts()::failed));
        server.bulkhead().release();
        complete(judged);
    }

    private void lost(Connection connection, boolean last, Answer.Lost lost) {
        if (lost.cause() == Answer.Cause.SESSION_UNKNOWN) {
            server.sessionLost(connection);
            if (!last && phase.get() == Phase.RUNNING) {
                // The server did not know the session, so it has executed nothing.
                sent = false;
                send(true);
                return;
            }
        }
        failed(connection, Failure.of(server.settings().name(), server.full(tool.name()), lost));
    }

    private void failed(Connection connection, Failure failure) {
        if (!phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            return;
        }
        long nanos = System.nanoTime() - startedNanos;
        if (failure.countsAgainstServer()) {
            server.breaker().failed(nanos);
            server.counts().failed();
        } else {
            server.breaker().succeeded(nanos);
            server.counts().refusedByTool();
        }
        server.over(false, nanos);
        switch (failure.connection()) {
            case SOUND -> {
                // The server answers, whatever it says.
            }
            case DOUBTFUL -> server.doubtful(connection);
            case GONE -> server.unreachable(connection, failure.cause());
        }
        server.bulkhead().release();
        complete(failure.result());
    }

    private void notSent(String reason) {
        if (phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            server.breaker().notSent();
            server.counts().rejected();
            server.bulkhead().release();
            complete(new Unavailable(reason, false));
        }
    }

    /** The call is over without an answer: its time is up, or nobody waits for it any more. */
    void timedOut(Duration patience) {
        if (phase.compareAndSet(Phase.WAITING, Phase.DONE)) {
            server.bulkhead().withdraw(this);
            server.counts().rejected();
            complete(new Unavailable(
                    "%s is busy: the call waited %s for its turn"
                            .formatted(server.settings().name(), seconds(patience)),
                    false));
        } else if (phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            Attempt running = attempt;
            boolean mayHaveRun = sent;
            if (mayHaveRun) {
                long nanos = System.nanoTime() - startedNanos;
                server.breaker().failed(nanos);
                server.over(false, nanos);
            } else {
                server.breaker().notSent();
            }
            server.counts().timedOut();
            server.bulkhead().release();
            complete(new Unavailable(
                    "%s did not answer within %s".formatted(server.full(tool.name()), seconds(patience)), mayHaveRun));
            if (running != null) {
                running.abandon("the caller waits no longer");
            }
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private void complete(ToolResult result) {
        timer.cancel();
        outcome.complete(result);
    }
}
