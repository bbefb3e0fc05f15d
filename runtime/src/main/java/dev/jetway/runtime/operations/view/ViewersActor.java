package dev.jetway.runtime.operations.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.util.ByteString;
import dev.jetway.runtime.operations.ServerSentEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Looks once for everybody who watches, and not at all while nobody does. Whoever has not taken the last pictures is cut
 * off: the next one they ask for says all there is.
 */
final class ViewersActor extends AbstractBehavior<ViewersActor.Command> {

    sealed interface Command {}

    /** @param admitted whether there was room */
    record Watch(BoundedSourceQueue<ByteString> viewer, Instant until, ActorRef<Boolean> admitted) implements Command {}

    record Gone(BoundedSourceQueue<ByteString> viewer) implements Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private record Seen(String picture, Throwable error) implements Command {}

    /** @param interval between two looks, at least */
    static Behavior<Command> create(Supplier<CompletionStage<String>> look, Duration interval, int maxViewers) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ViewersActor(context, timers, look, interval, maxViewers)));
    }

    private final TimerScheduler<Command> timers;
    private final Supplier<CompletionStage<String>> look;
    private final Duration interval;
    private final int maxViewers;
    private final Map<BoundedSourceQueue<ByteString>, Instant> viewers = new HashMap<>();
    private boolean looking;

    private ViewersActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Supplier<CompletionStage<String>> look,
            Duration interval,
            int maxViewers) {
        super(context);
        this.timers = timers;
        this.look = look;
        this.interval = interval;
        this.maxViewers = maxViewers;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Watch.class, this::onWatch)
                .onMessage(Gone.class, this::onGone)
                .onMessageEquals(Look.INSTANCE, this::onLook)
                .onMessage(Seen.class, this::onSeen)
                .build();
    }

    private Behavior<Command> onWatch(Watch watch) {
        boolean room = viewers.size() < maxViewers;
        if (room) {
            viewers.put(watch.viewer(), watch.until());
            if (!timers.isTimerActive(Look.INSTANCE)) {
                onLook();
            }
        }
        watch.admitted().tell(room);
        return this;
    }

    private Behavior<Command> onGone(Gone gone) {
        viewers.remove(gone.viewer());
        return this;
    }

    private Behavior<Command> onLook() {
        if (viewers.isEmpty() || looking) {
            return this;
        }
        looking = true;
        timers.startSingleTimer(Look.INSTANCE, interval);
        getContext().pipeToSelf(look.get(), Seen::new);
        return this;
    }

    private Behavior<Command> onSeen(Seen seen) {
        looking = false;
        if (seen.error() == null) {
            var event = ByteString.fromString(ServerSentEvents.event("state", seen.picture()));
            viewers.keySet().removeIf(viewer -> cutOff(viewer, event));
        } else {
            getContext().getLog().warn("How the nodes are could not be seen", seen.error());
        }
        if (!timers.isTimerActive(Look.INSTANCE)) {
            onLook();
        }
        return this;
    }

    private boolean cutOff(BoundedSourceQueue<ByteString> viewer, ByteString event) {
        if (viewers.get(viewer).isBefore(Instant.now())) {
            viewer.complete(); // their token has run out
            return true;
        }
        var taken = viewer.offer(event);
        if (taken == QueueOfferResult.dropped()) {
            getContext().getLog().info("Somebody who watches the nodes does not keep up and is cut off");
            viewer.fail(new IllegalStateException("The viewer does not keep up"));
        }
        return taken != QueueOfferResult.enqueued();
    }
}
