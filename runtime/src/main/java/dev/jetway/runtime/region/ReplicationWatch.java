package dev.jetway.runtime.region;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Loads entities anew after this process stood still, as their news from the other regions may have ended without a
 * word.
 *
 * <p>A replica takes the others' events from a stream that asks the entity to store each one. When an answer takes longer
 * than 30 s, Akka 2.8 ends that stream, for as long as the entity lives, and nobody is told. A process that is suspended
 * or out of breath that long with an event on its way comes back to just that. A timer that comes far too late tells. A
 * fresh incarnation has fresh streams and catches up; loading one that lacked nothing changes nothing.
 */
public final class ReplicationWatch extends AbstractBehavior<ReplicationWatch.Command> {

    /** Below the 30 s of an answer, above any pause a healthy process makes. */
    static final Duration STANDSTILL = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** At each look, as loading costs Cassandra something. */
    private static final int RELOADS = 250;

    public sealed interface Command {}

    /**
     * An entity is there, until it ends.
     *
     * @param reload stops it and starts it again through its shard; called on the watch's thread, must not block
     */
    public record Loaded(ActorRef<?> entity, Runnable reload) implements Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private final LongSupplier nanos;
    private final Map<ActorRef<?>, Runnable> loaded = new HashMap<>();
    private final Set<ActorRef<?>> waiting = new LinkedHashSet<>();
    private long looked;

    public static Behavior<Command> create() {
        return create(LOOK, System::nanoTime);
    }

    static Behavior<Command> create(Duration look, LongSupplier nanos) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, look);
            return new ReplicationWatch(context, nanos);
        }));
    }

    private ReplicationWatch(ActorContext<Command> context, LongSupplier nanos) {
        super(context);
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(Look.class, look -> onLook())
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onLoaded(Loaded it) {
        getContext().watch(it.entity());
        loaded.put(it.entity(), it.reload());
        return this;
    }

    private Behavior<Command> onTerminated(Terminated ended) {
        loaded.remove(ended.getRef());
        waiting.remove(ended.getRef());
        return this;
    }

    private Behavior<Command> onLook() {
        long now = nanos.getAsLong();
        var still = Duration.ofNanos(now - looked);
        looked = now;
        if (still.compareTo(STANDSTILL) > 0) {
            getContext()
                    .getLog()
                    .warn(
                            "This process stood still for {} s; {} conversations may have missed other regions' events and are loaded anew",
                            still.toSeconds(),
                            loaded.size());
            waiting.addAll(loaded.keySet());
        }
        var next = waiting.iterator();
        for (int i = 0; i < RELOADS && next.hasNext(); i++) {
            loaded.get(next.next()).run();
            next.remove();
        }
        return this;
    }
}
