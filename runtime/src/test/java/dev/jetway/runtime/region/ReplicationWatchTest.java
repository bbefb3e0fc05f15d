package dev.jetway.runtime.region;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.runtime.region.ReplicationWatch.Loaded;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReplicationWatchTest {

    private static final ActorTestKit actors = ActorTestKit.create();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final AtomicLong nanos = new AtomicLong();
    private final TestProbe<String> reloads = actors.createTestProbe();
    private final ActorRef<ReplicationWatch.Command> watch = actors.spawn(ReplicationWatch.create(LOOK, nanos::get));

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void whoeverLivedThroughAStandstillIsLoadedAnewOnce() {
        load("one");
        var gone = load("gone");
        actors.stop(gone, LONG);

        stand(ReplicationWatch.STANDSTILL.plusSeconds(1));

        reloads.expectMessage(LONG, "one");
        reloads.expectNoMessage(LOOK.multipliedBy(20));
    }

    @Test
    void anOrdinaryPauseLoadsNothing() {
        load("one");

        stand(ReplicationWatch.STANDSTILL.minusSeconds(1));

        reloads.expectNoMessage(LOOK.multipliedBy(20));
    }

    private ActorRef<?> load(String name) {
        var entity = actors.spawn(Behaviors.empty());
        watch.tell(new Loaded(entity, () -> reloads.ref().tell(name)));
        return entity;
    }

    private void stand(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
