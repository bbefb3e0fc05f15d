package dev.jetway.runtime.operations;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts the keeper of the metrics, then looks regularly at what nobody reports by itself. */
final class GaugesActor extends AbstractBehavior<GaugesActor.Command> {

    /** As long as Kamon's tick: looking more often would show nobody more. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** A node that has just started has turns to finish, and starting the keeper costs it a second of processor time. */
    static final Duration HEAD_START = Duration.ofSeconds(5);

    sealed interface Command {}

    private enum Start implements Command {
        INSTANCE
    }

    private record Started(KamonMetrics metrics, Throwable error) implements Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private record Live(Integer conversations) implements Command {}

    /**
     * @param start takes its time, and runs where that harms nobody
     * @param headStart how long the keeper waits for the rest of the node to get going
     * @param look tells what nobody reports by itself
     * @param conversations how many are live on this node; may fail
     */
    static Behavior<Command> create(
            Supplier<KamonMetrics> start,
            DeferredMetrics deferred,
            Consumer<KamonMetrics> look,
            Supplier<CompletionStage<Integer>> conversations,
            Duration headStart,
            Duration interval) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Start.INSTANCE, headStart);
            return new GaugesActor(context, timers, start, deferred, look, conversations, interval);
        }));
    }

    private final TimerScheduler<Command> timers;
    private final Supplier<KamonMetrics> start;
    private final DeferredMetrics deferred;
    private final Consumer<KamonMetrics> look;
    private final Supplier<CompletionStage<Integer>> conversations;
    private final Duration interval;
    private KamonMetrics metrics;

    private GaugesActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Supplier<KamonMetrics> start,
            DeferredMetrics deferred,
            Consumer<KamonMetrics> look,
            Supplier<CompletionStage<Integer>> conversations,
            Duration interval) {
        super(context);
        this.timers = timers;
        this.start = start;
        this.deferred = deferred;
        this.look = look;
        this.conversations = conversations;
        this.interval = interval;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, now -> onStart())
                .onMessage(Started.class, this::onStarted)
                .onMessage(Look.class, look -> onLook())
                .onMessage(Live.class, this::onLive)
                .build();
    }

    private Behavior<Command> onStart() {
        var blocking = getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        getContext().pipeToSelf(CompletableFuture.supplyAsync(start, blocking), Started::new);
        return this;
    }

    private Behavior<Command> onStarted(Started started) {
        if (started.error() != null) {
            getContext().getLog().error("This node runs without metrics", started.error());
            return Behaviors.stopped();
        }
        metrics = started.metrics();
        CoordinatedShutdown.get(getContext().getSystem())
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "stop-metrics", KamonMetrics::stop);
        deferred.open(metrics);
        timers.startTimerWithFixedDelay(Look.INSTANCE, Duration.ZERO, interval);
        return this;
    }

    private Behavior<Command> onLook() {
        deferred.deliver();
        look.accept(metrics);
        getContext().pipeToSelf(conversations.get(), (live, error) -> new Live(live));
        return this;
    }

    private Behavior<Command> onLive(Live live) {
        if (live.conversations() != null) { // a region that is busy moving says nothing this time
            metrics.liveConversations(live.conversations());
        }
        return this;
    }
}
