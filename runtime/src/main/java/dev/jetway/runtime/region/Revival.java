package dev.jetway.runtime.region;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.internal.BehaviorImpl;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Starts an entity again a while after it failed, which is when it could not read or store its events: a turn that was
 * under way goes on, though nobody asks for its conversation.
 */
public final class Revival<C> extends BehaviorInterceptor<C, C> {

    private static final Duration SOONEST = Duration.ofSeconds(1);

    /** Many fail at once, as their database does. */
    private static final Duration SPREAD = Duration.ofSeconds(4);

    private final Runnable start;

    /** @param start starts it through its shard; must not block */
    // Journals answer with messages that are none of the entity's own.
    @SuppressWarnings("unchecked")
    public Revival(Runnable start) {
        super((Class<C>) Object.class);
        this.start = start;
    }

    @Override
    public Behavior<C> aroundReceive(TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
        try {
            return noticed(context, target.apply(context, message));
        } catch (RuntimeException e) {
            startLater(context);
            throw e;
        }
    }

    @Override
    public Behavior<C> aroundSignal(TypedActorContext<C> context, Signal signal, SignalTarget<C> target) {
        return noticed(context, target.apply(context, signal));
    }

    /** What persistence can't do, its own supervisor makes a behavior of: nothing is thrown. */
    private Behavior<C> noticed(TypedActorContext<C> context, Behavior<C> next) {
        if (next instanceof BehaviorImpl.FailedBehavior) {
            startLater(context);
        }
        return next;
    }

    private void startLater(TypedActorContext<C> context) {
        var system = context.asJava().getSystem();
        var delay = SOONEST.plusMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis()));
        system.scheduler().scheduleOnce(delay, start, system.executionContext());
    }
}
