package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.coordination.SpecialistWorker.Busy;
import dev.jetway.runtime.coordination.SpecialistWorker.Command;
import dev.jetway.runtime.coordination.SpecialistWorker.Response;
import dev.jetway.runtime.coordination.SpecialistWorker.Work;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ColleaguesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create(
            "colleagues",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final TestProbe<Command> here = registered();
    private final TestProbe<Response> answers = kit.createTestProbe(Response.class);
    private final ActorRef<Colleagues.Message> colleagues = kit.spawn(Colleagues.create("hotel-agent", here.getRef()));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void withNobodyElseAllAreBusyAndTheOneWhoSaidSoIsNotAskedAgain() {
        eventuallyListed(here.getRef());

        ask();

        assertThat(answers.receiveMessage(PATIENCE)).isEqualTo(new Busy("hotel-agent"));
        here.expectNoMessage();
    }

    @Test
    void theOthersShareTheWorkAndOneThatHasGoneGetsNone() {
        var one = another("one");
        var two = another("two");
        answers.awaitAssert(PATIENCE, () -> {
            ask();
            assertThat(asked).containsExactlyInAnyOrder("one", "two");
            return null;
        });
        here.expectNoMessage();

        kit.stop(one);
        kit.stop(two);
        answers.awaitAssert(PATIENCE, () -> {
            ask();
            assertThat(answers.receiveMessage(Duration.ofMillis(200))).isInstanceOf(Busy.class);
            return null;
        });
    }

    /** A worker of another node, as far as anybody can tell. */
    private ActorRef<Command> another(String name) {
        var worker = kit.spawn(Behaviors.receiveMessage((Command work) -> {
            asked.add(name);
            return Behaviors.same();
        }));
        register(worker);
        return worker;
    }

    private TestProbe<Command> registered() {
        var worker = kit.createTestProbe(Command.class);
        register(worker.getRef());
        return worker;
    }

    private void register(ActorRef<Command> worker) {
        kit.system().receptionist().tell(Receptionist.register(SpecialistWorker.serviceKey("hotel-agent"), worker));
    }

    private void eventuallyListed(ActorRef<Command> worker) {
        var listings = kit.createTestProbe(Receptionist.Listing.class);
        kit.system()
                .receptionist()
                .tell(Receptionist.subscribe(SpecialistWorker.serviceKey("hotel-agent"), listings.getRef()));
        listings.fishForMessage(
                PATIENCE,
                listing -> listing.getServiceInstances(SpecialistWorker.serviceKey("hotel-agent"))
                                .contains(worker)
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    private void ask() {
        colleagues.tell(new Colleagues.Ask(new Work(
                new WorkOrder(
                        "c",
                        "t",
                        Task.of("task", "hotels.search", "Hotels", "{}"),
                        "{}",
                        TestContext.TRAVELER,
                        TestContext.NOW.plusSeconds(30).toEpochMilli()),
                answers.getRef())));
    }
}
