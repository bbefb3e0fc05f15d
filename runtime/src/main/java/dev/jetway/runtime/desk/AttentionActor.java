package dev.jetway.runtime.desk;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.conversation.Attention;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Tells the waiting room what conversations of this node have for people: the latest of each, until it is noted. */
final class AttentionActor extends AbstractBehavior<AttentionActor.Command> {

    /** Of more conversations nothing is kept; what is lost is told again when a conversation is next loaded. */
    private static final int MAX_UNTOLD = 10_000;

    sealed interface Command {}

    record Changed(String conversation, Attention what) implements Command {}

    private record Told(String conversation, Attention what, Throwable error) implements Command {}

    private record Again(String conversation) implements Command {}

    /** @param tell the stage fails when it was not noted */
    static Behavior<Command> create(BiFunction<String, Attention, CompletionStage<?>> tell, Duration retry) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new AttentionActor(context, timers, tell, retry)));
    }

    private final TimerScheduler<Command> timers;
    private final BiFunction<String, Attention, CompletionStage<?>> tell;
    private final Duration retry;
    private final Map<String, Attention> untold = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    private AttentionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            BiFunction<String, Attention, CompletionStage<?>> tell,
            Duration retry) {
        super(context);
        this.timers = timers;
        this.tell = tell;
        this.retry = retry;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Told.class, this::onTold)
                .onMessage(Again.class, again -> tell(again.conversation()))
                .build();
    }

    private Behavior<Command> onChanged(Changed it) {
        if (untold.size() >= MAX_UNTOLD && !untold.containsKey(it.conversation())) {
            getContext().getLog().warn("The desk is not told of {}: too much waits to be told", it.conversation());
            return this;
        }
        untold.put(it.conversation(), it.what());
        return underWay.contains(it.conversation()) ? this : tell(it.conversation());
    }

    private Behavior<Command> tell(String conversation) {
        var what = untold.get(conversation);
        underWay.add(conversation);
        getContext().pipeToSelf(tell.apply(conversation, what), (noted, error) -> new Told(conversation, what, error));
        return this;
    }

    private Behavior<Command> onTold(Told told) {
        if (told.error() != null) {
            timers.startSingleTimer(told.conversation(), new Again(told.conversation()), retry);
            return this;
        }
        if (untold.remove(told.conversation(), told.what())) {
            underWay.remove(told.conversation());
            return this;
        }
        return tell(told.conversation());
    }
}
