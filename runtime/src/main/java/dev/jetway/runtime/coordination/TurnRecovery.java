package dev.jetway.runtime.coordination;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import dev.jetway.runtime.conversation.ConversationEntity;
import java.time.Clock;
import java.time.Duration;

/**
 * Wakes the conversations whose turns a lost node left unfinished: once when the region starts, and again
 * whenever a node of it is gone. Runs as a cluster singleton. Waking a conversation that is at work, or has
 * nothing to do, changes nothing.
 */
final class TurnRecovery {

    sealed interface Command {}

    private enum Scan implements Command {
        INSTANCE
    }

    private record MemberGone(ClusterEvent.MemberRemoved event) implements Command {}

    private record Scanned(Integer woken, Throwable error) implements Command {}

    private static final int WAKE_UPS_PER_SECOND = 500;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private TurnRecovery() {}

    static Behavior<Command> create(OpenTurns turns, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var adapter = context.messageAdapter(ClusterEvent.MemberRemoved.class, MemberGone::new);
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(adapter, ClusterEvent.MemberRemoved.class));
            context.getSelf().tell(Scan.INSTANCE);
            var sharding = ClusterSharding.get(context.getSystem());
            var materializer = Materializer.createMaterializer(context.getSystem());
            return Behaviors.receive(Command.class)
                    .onMessage(MemberGone.class, gone -> again(timers, Duration.ZERO))
                    .onMessage(Scan.class, scan -> {
                        var woken = turns.unfinished(clock.millis())
                                .throttle(WAKE_UPS_PER_SECOND, Duration.ofSeconds(1))
                                .map(conversation -> {
                                    sharding.entityRefFor(ConversationEntity.TYPE_KEY, conversation)
                                            .tell(ConversationEntity.Wake.INSTANCE);
                                    return 1;
                                })
                                .runWith(Sink.fold(0, Integer::sum), materializer);
                        context.pipeToSelf(woken, Scanned::new);
                        return Behaviors.same();
                    })
                    .onMessage(Scanned.class, scanned -> {
                        if (scanned.error() != null) {
                            context.getLog()
                                    .warn(
                                            "Unfinished turns could not be read, trying again in {}: {}",
                                            RETRY,
                                            scanned.error().toString());
                            return again(timers, RETRY);
                        }
                        context.getLog().info("Woke {} conversations with unfinished turns", scanned.woken());
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private static Behavior<Command> again(TimerScheduler<Command> timers, Duration delay) {
        timers.startSingleTimer(Scan.INSTANCE, delay);
        return Behaviors.same();
    }
}
