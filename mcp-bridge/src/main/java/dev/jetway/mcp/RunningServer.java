package dev.jetway.mcp;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import dev.jetway.agents.ToolResult;
import dev.jetway.mcp.server.CallEnvironment;
import dev.jetway.mcp.server.McpServerActor;
import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.server.ToolServer;
import dev.jetway.mcp.trust.Pins;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One server from its start to its end. Calls are let in until it retires, and those inside are waited for.
 * Safe for use by many threads.
 */
final class RunningServer {

    private static final AtomicLong STARTED = new AtomicLong();

    /** Added to the number of calls inside when no more are let in. */
    private static final long RETIRED = 1L << 32;

    /** No call outlasts its time-out; this is for what is slow in telling so. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ServerSettings settings;
    private final ToolServer tools;
    private final ActorSystem<?> system;
    private final ActorRef<McpServerActor.Command> actor;
    private final AtomicLong inside = new AtomicLong();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private CompletionStage<Void> stopped;

    /** Begins to connect. */
    RunningServer(ActorSystem<?> system, ServerSettings settings, CallEnvironment environment, Pins pins) {
        this.system = system;
        this.settings = settings;
        this.tools = new ToolServer(settings, environment, pins);
        this.actor = system.systemActorOf(
                McpServerActor.create(tools),
                "mcp-%d-%s".formatted(STARTED.incrementAndGet(), settings.name()),
                Props.empty());
    }

    /** Empty when the server has retired: another may have taken its place. */
    Optional<CompletionStage<ToolResult>> within(Supplier<CompletionStage<ToolResult>> call) {
        return enter() ? Optional.of(call.get().whenComplete((result, bug) -> leave())) : Optional.empty();
    }

    /** False when the server has retired. Whoever got in leaves exactly once. */
    boolean enter() {
        boolean entered = inside.incrementAndGet() < RETIRED;
        if (!entered) {
            leave();
        }
        return entered;
    }

    void leave() {
        if (inside.decrementAndGet() == RETIRED) {
            empty.complete(null);
        }
    }

    /**
     * Lets no more calls in. Completes when those inside have their outcome, or should long have had it;
     * never fails. To be called once.
     */
    CompletionStage<Void> retire() {
        if (inside.addAndGet(RETIRED) == RETIRED) {
            empty.complete(null);
        }
        Duration enough = settings.limits().longestCall().plus(GRACE);
        return empty.copy().completeOnTimeout(null, enough.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Ends the connection. Completes when its sockets are closed or its process has ended, or the time is up;
     * never fails. Repeating it waits for the first time.
     */
    synchronized CompletionStage<Void> stop(Duration limit) {
        if (stopped == null) {
            stopped = end(limit);
        }
        return stopped;
    }

    private CompletionStage<Void> end(Duration limit) {
        return AskPattern.<McpServerActor.Command, Done>ask(actor, McpServerActor.Stop::new, limit, system.scheduler())
                .handle((done, late) -> null);
    }

    ServerSettings settings() {
        return settings;
    }

    ToolServer tools() {
        return tools;
    }
}
