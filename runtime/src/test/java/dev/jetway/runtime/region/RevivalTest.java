package dev.jetway.runtime.region;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevivalTest {

    private static final Duration LATER = Duration.ofSeconds(6);

    private final ActorTestKit actors = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(actors.system());
    private final AtomicInteger started = new AtomicInteger();

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void anEntityThatFailsIsStartedAgainAfterAMoment() {
        end("fail", entity());

        assertThat(started).hasValue(0);
        time.timePasses(LATER);
        assertThat(started).hasValue(1);
    }

    /** As persistence has it: its failures never leave the entity. */
    @Test
    void anEntityWhoseOwnSupervisorStopsItIsStartedAgainToo() {
        end("fail", Behaviors.supervise(entity()).onFailure(SupervisorStrategy.stop()));

        time.timePasses(LATER);
        assertThat(started).hasValue(1);
    }

    @Test
    void anEntityThatIsToldToStopStays() {
        end("stop", entity());

        time.timePasses(LATER);
        assertThat(started).hasValue(0);
    }

    private void end(String how, Behavior<String> entity) {
        ActorRef<String> actor =
                actors.spawn(Behaviors.intercept(() -> new Revival<>(started::incrementAndGet), entity));
        var probe = actors.createTestProbe();
        actor.tell(how);
        probe.expectTerminated(actor, Duration.ofSeconds(20));
    }

    private static Behavior<String> entity() {
        return Behaviors.receiveMessage(message -> {
            if (message.equals("fail")) {
                throw new IllegalStateException("could not be stored");
            }
            return Behaviors.stopped();
        });
    }
}
