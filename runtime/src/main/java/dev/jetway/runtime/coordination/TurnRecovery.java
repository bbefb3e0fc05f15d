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
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;

/**
 * Wakes the conversations whose turns a lost node left unfinished: once when the region starts, again whenever a
 * node of it is gone, and those of another region when that is lost. Runs as a cluster singleton. Waking a
 * conversation that is at work, or has nothing to do, changes nothing.
 */
final class TurnRecovery {

    sealed interface Command {}

    /** Another region is gone for long. Told by every node of this one; safe to repeat. */
    record RegionLost(String region) implements Command, JetwaySerializable {}

    private record Scan(String region) implements Command {}

    private record MemberGone(ClusterEvent.MemberRemoved event) implements Command {}

    private record Scanned(String region, Integer woken, Throwable error) implements Command {}

    private static final int WAKE_UPS_PER_SECOND = 500;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private TurnRecovery() {}

    /** @param own the region of this node */
    static Behavior<Command> create(OpenTurns turns, String own, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var adapter = context.messageAdapter(ClusterEvent.MemberRemoved.class, MemberGone::new);
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(adapter, ClusterEvent.MemberRemoved.class));
            context.getSelf().tell(new Scan(own));
            var sharding = ClusterSharding.get(context.getSystem());
            var materializer = Materializer.createMaterializer(context.getSystem());
            return Behaviors.receive(Command.class)
                    .onMessage(MemberGone.class, gone -> again(timers, own, Duration.ZERO))
                    .onMessage(RegionLost.class, lost -> again(timers, lost.region(), Duration.ZERO))
                    .onMessage(Scan.class, scan -> {
                        var woken = turns.unfinished(scan.region(), clock.millis())
                                .throttle(WAKE_UPS_PER_SECOND, Duration.ofSeconds(1))
                                .map(conversation -> {
                                    ConversationEntity.find(sharding, conversation)
                                            .tell(ConversationEntity.Wake.INSTANCE);
                                    return 1;
                                })
                                .runWith(Sink.fold(0, Integer::sum), materializer);
                        context.pipeToSelf(woken, (count, error) -> new Scanned(scan.region(), count, error));
                        return Behaviors.same();
                    })
                    .onMessage(Scanned.class, scanned -> {
                        if (scanned.error() != null) {
                            context.getLog()
                                    .warn(
                                            "Unfinished turns of {} could not be read, trying again in {}: {}",
                                            scanned.region(),
                                            RETRY,
                                            scanned.error().toString());
                            return again(timers, scanned.region(), RETRY);
                        }
                        context.getLog()
                                .info(
                                        "Woke {} conversations with unfinished turns of {}",
                                        scanned.woken(),
                                        scanned.region());
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private static Behavior<Command> again(TimerScheduler<Command> timers, String region, Duration delay) {
        timers.startSingleTimer(region, new Scan(region), delay);
        return Behaviors.same();
    }
}
