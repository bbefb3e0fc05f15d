package dev.jetway.mcp.server;

import akka.actor.Cancellable;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.asked.CallQuestions;
import dev.jetway.mcp.asked.ServerQuestions;
import dev.jetway.mcp.identity.Principal;
import dev.jetway.mcp.identity.TokenUnavailableException;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.Meanwhile;
import dev.jetway.mcp.transport.PendingRequest;
import dev.jetway.mcp.transport.ServerQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call from its admission to its outcome. Whatever ends it first (an answer, an error, the time-out)
 * wins; what comes later is ignored.
 */
final class PendingCall implements Bulkhead.Waiting, Meanwhile {

    private enum Phase {
        WAITING,
        RUNNING,
        DONE
    }

    private final ToolServer server;
    private final Errand errand;
    private final ToolServer.Request request;
    private final Principal principal;
    private final Instant submitted;
    private final Instant latest;
    private final CallQuestions questions;
    private final CompletableFuture<ToolResult> outcome = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private volatile Cancellable timer = Cancellable.alreadyCancelled();
    private volatile Attempt attempt;
    private volatile long startedNanos;

    /** When it was started, or reported progress last. */
    private volatile long lastSignNanos;

    private double progress = Double.NEGATIVE_INFINITY;
    private volatile boolean sent;
    private volatile boolean awaitsToken;
    private volatile boolean sessionRenewed;
    private volatile boolean tokenRenewed;

    /** One sending of the call. There is another only after one that surely executed nothing. */
    private static final class Attempt {
        private final Connection connection;
        private final String token;
        private volatile PendingRequest request;

        private Attempt(Connection connection, String token) {
            this.connection = connection;
            this.token = token;
        }

        /** Does nothing while the request is about to be sent: the sender looks once more afterwards. */
        private void abandon(String reason) {
            PendingRequest sent = request;
            if (sent != null) {
                connection.abandon(sent, reason);
            }
        }
    }

    PendingCall(ToolServer server, Errand errand, ToolServer.Request request) {
        this.server = server;
        this.errand = errand;
        this.request = request;
        this.principal = Principal.of(request.traveler());
        this.submitted = server.environment().clock().instant();
        this.latest = request.until(submitted.plus(server.settings().limits().longestCall()))
                .deadline();
        this.questions =
                server.questions().during(new ServerQuestions.Call(errand.name(), latest, request.mayCommit()));
    }

    CompletionStage<ToolResult> submit() {
        timer = timeOutFrom(submitted);
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

    private Cancellable timeOutFrom(Instant now) {
        Duration left = Duration.between(now, latest);
        Duration limit = server.settings().limits().callTimeout();
        Duration patience = left.compareTo(limit) < 0 ? left : limit;
        Duration inAll = Duration.between(submitted, now.plus(patience));
        return server.environment()
                .scheduler()
                .scheduleOnce(
                        patience, () -> timedOut(inAll), server.environment().dispatcher());
    }

    @Override
    public boolean asked(ServerQuestion question) {
        return questions.asked(question);
    }

    @Override
    public boolean wantsProgress() {
        return server.settings().limits().heedsProgress();
    }

    /** Another wait begins, unless the last is over. A report that says nothing new is none. */
    @Override
    public synchronized void progressed(double soFar, String saying) {
        if (soFar > progress && !saying.isBlank()) {
            request.progress().accept("%s: %s".formatted(server.settings().name(), saying));
        }
        if (soFar > progress && phase.get() == Phase.RUNNING && timer.cancel()) {
            progress = soFar;
            lastSignNanos = System.nanoTime();
            timer = timeOutFrom(server.environment().clock().instant());
            if (phase.get() == Phase.DONE) {
                timer.cancel();
            }
        }
    }

    @Override
    public void start() {
        if (!phase.compareAndSet(Phase.WAITING, Phase.RUNNING)) {
            server.bulkhead().release();
            return;
        }
        startedNanos = System.nanoTime();
        lastSignNanos = startedNanos;
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
        sendWith(server.tokens().token(principal));
    }

    private void sendWith(CompletionStage<String> obtained) {
        CompletableFuture<String> token = obtained.toCompletableFuture();
        if (token.isDone() && !token.isCompletedExceptionally()) {
            send(token.join());
            return;
        }
        awaitsToken = true;
        token.whenCompleteAsync(this::obtained, server.environment().executor());
    }

    private void obtained(String token, Throwable error) {
        awaitsToken = false;
        if (error == null) {
            send(token);
        } else {
            String why = TokenUnavailableException.of(error).getMessage();
            server.tokenTrouble("there is no token for them: " + why);
            notSent("%s was not called, for want of a token: %s".formatted(errand.name(), why));
        }
    }

    private void send(String token) {
        ToolServer.Link link = server.link();
        if (link instanceof ToolServer.Up up) {
            sendOver(up.connection(), token);
        } else if (link instanceof ToolServer.Renewing renewing) {
            renewing.next()
                    .whenCompleteAsync(
                            (connection, error) -> {
                                if (error == null) {
                                    sendOver(connection, token);
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

    private void sendOver(Connection connection, String token) {
        if (phase.get() != Phase.RUNNING) {
            return;
        }
        Attempt next = new Attempt(connection, token);
        attempt = next;
        sent = true;
        next.request = connection.send(
                errand,
                new Caller(token, server.settings().limits().maxResult()),
                this,
                answer -> answered(next, answer));
        if (phase.get() == Phase.DONE) {
            next.abandon("nobody waits for the answer");
        }
    }

    private void answered(Attempt over, Answer answer) {
        answer.fold(
                result -> run(() -> answered(result.value())),
                refusal -> run(() -> failed(over.connection, Failure.of(errand.name(), refusal))),
                lost -> run(() -> lost(over, lost)));
    }

    private static Boolean run(Runnable reaction) {
        reaction.run();
        return true;
    }

    private void answered(JsonNode result) {
        if (!phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            return;
        }
        ToolResult judged = errand.judge().apply(result);
        long nanos = System.nanoTime() - startedNanos;
        boolean usable = judged.fold(ok -> true, refused -> true, unavailable -> false);
        if (usable) {
            server.breaker().succeeded(silentNanos());
        } else {
            server.breaker().failed(silentNanos());
        }
        server.over(judged instanceof ToolResult.Ok, nanos);
        judged.fold(
                ok -> run(server.counts()::answered),
                refused -> run(server.counts()::refusedByTool),
                unavailable -> run(server.counts()::failed));
        server.bulkhead().release();
        complete(judged);
    }

    private void lost(Attempt over, Answer.Lost lost) {
        if (lost.cause() == Answer.Cause.SESSION_UNKNOWN) {
            server.sessionLost(over.connection);
            if (!sessionRenewed && phase.get() == Phase.RUNNING) {
                // The server did not know the session, so it has executed nothing.
                sessionRenewed = true;
                sent = false;
                send(over.token);
                return;
            }
        }
        if (Failure.unauthorized(lost) && !tokenRenewed && phase.get() == Phase.RUNNING) {
            // The server did not let the call in, so it has executed nothing.
            tokenRenewed = true;
            sent = false;
            awaitsToken = true;
            server.tokens()
                    .another(principal, over.token)
                    .whenCompleteAsync(
                            (token, error) -> renewed(over, lost, token, error),
                            server.environment().executor());
            return;
        }
        failed(over, lost);
    }

    private void renewed(Attempt refused, Answer.Lost lost, String token, Throwable error) {
        if (error == null && token.equals(refused.token)) {
            failed(refused, lost);
        } else {
            obtained(token, error);
        }
    }

    private void failed(Attempt over, Answer.Lost lost) {
        String token = server.tokens().describe(principal);
        failed(over.connection, Failure.of(server.settings().name(), errand.name(), token, lost));
    }

    private void failed(Connection connection, Failure failure) {
        if (!phase.compareAndSet(Phase.RUNNING, Phase.DONE)) {
            return;
        }
        long nanos = System.nanoTime() - startedNanos;
        switch (failure.blame()) {
            case SERVER -> {
                server.breaker().failed(silentNanos());
                server.counts().failed();
            }
            case CALLER -> {
                server.breaker().succeeded(silentNanos());
                server.counts().refusedByTool();
            }
            case TOKEN -> {
                server.breaker().notSent();
                server.counts().failed();
                server.tokenTrouble(failure.cause());
            }
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

    /** What the breaker calls slow: a tool that reports progress is at work. */
    private long silentNanos() {
        return System.nanoTime() - lastSignNanos;
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
            String what = awaitsToken ? "was not called: there was no token for it" : "did not answer";
            if (mayHaveRun) {
                long nanos = System.nanoTime() - startedNanos;
                server.breaker().failed(silentNanos());
                server.over(false, nanos);
            } else {
                server.breaker().notSent();
            }
            server.counts().timedOut();
            server.bulkhead().release();
            complete(new Unavailable("%s %s within %s".formatted(errand.name(), what, seconds(patience)), mayHaveRun));
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
        boolean good = result.fold(ok -> true, refused -> true, unavailable -> false);
        errand.tool().ifPresent(tool -> server.availability().record(tool, good));
        outcome.complete(questions.named(result));
    }
}
