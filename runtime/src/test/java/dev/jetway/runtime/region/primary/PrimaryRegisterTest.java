package dev.jetway.runtime.region.primary;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import dev.jetway.runtime.region.primary.PrimaryRegister.Answer;
import dev.jetway.runtime.region.primary.PrimaryRegister.AskLeave;
import dev.jetway.runtime.region.primary.PrimaryRegister.Command;
import dev.jetway.runtime.region.primary.PrimaryRegister.Force;
import dev.jetway.runtime.region.primary.PrimaryRegister.GiveBack;
import dev.jetway.runtime.region.primary.PrimaryRegister.Hear;
import dev.jetway.runtime.region.primary.PrimaryRegister.StepDown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrimaryRegisterTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final long NOW = 1_000_000;
    private static final PrimaryMoved TO_US = new PrimaryMoved(1, "us", "anna", "drill", false, NOW);

    private final TestProbe<Answer> asker = actors.createTestProbe();
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void empty() {
        journal.clearAll();
    }

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void onlyThePrimaryGivesLeave() {
        assertThat(leave(start("eu"), "a").refused()).isNull();
        assertThat(leave(start("us"), "a").refused()).isEqualTo("Region us is not the primary, eu is");
    }

    @Test
    void itStepsDownOnceWhatItGaveHasComeBack() {
        var eu = old("eu");
        leave(eu, "a");
        leave(eu, "b");
        eu.tell(new StepDown(TO_US, asker.ref()));
        assertThat(leave(eu, "c").refused()).isEqualTo("Region us is becoming the primary just now");
        eu.tell(new GiveBack("a"));
        asker.expectNoMessage(Duration.ofMillis(200));
        assertThat(stored()).isEmpty();

        eu.tell(new GiveBack("b"));

        assertThat(answer()).isEqualTo(Answer.known(TO_US));
        assertThat(stored()).containsExactly(TO_US);
        assertThat(leave(eu, "d").refused()).isEqualTo("Region eu is not the primary, us is");
    }

    @Test
    void whatNeverComesBackIsWaitedForNoLongerThanItLasts() {
        var eu = start("eu", Duration.ofMillis(300), System::nanoTime);
        leave(eu, "a");
        eu.tell(new StepDown(TO_US, asker.ref()));

        assertThat(answer().latest().region()).isEqualTo("us");
    }

    @Test
    void aRegisterThatWasLoadedAnewWaitsForWhatItMayHaveGivenBefore() {
        var before = old("eu");
        leave(before, "a");
        actors.stop(before);
        var eu = start("eu");
        eu.tell(new StepDown(TO_US, asker.ref()));
        asker.expectNoMessage(Duration.ofMillis(200));

        nanos.addAndGet(LEASE.toNanos());
        eu.tell(new GiveBack("anything"));
        assertThat(answer()).isEqualTo(Answer.known(TO_US));
    }

    @Test
    void steppingDownTwiceForTheSameRegionIsOneMoveAndForTwoIsRefused() {
        var eu = old("eu");
        leave(eu, "a");
        eu.tell(new StepDown(TO_US, asker.ref()));
        eu.tell(new StepDown(new PrimaryMoved(1, "ap", "", "", false, 0), asker.ref()));
        assertThat(answer().refused()).isEqualTo("Region us is becoming the primary just now");
        eu.tell(new StepDown(TO_US, asker.ref()));
        eu.tell(new GiveBack("a"));
        assertThat(answer()).isEqualTo(Answer.known(TO_US));
        assertThat(answer()).isEqualTo(Answer.known(TO_US));
        eu.tell(new StepDown(TO_US, asker.ref()));

        assertThat(answer()).as("later, as its answer was lost").isEqualTo(Answer.known(TO_US));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void onlyThePrimaryCanStepDown() {
        var us = old("us");
        us.tell(new StepDown(new PrimaryMoved(1, "ap", "", "", false, 0), asker.ref()));

        assertThat(answer().refused()).isEqualTo("Region us knows eu as the primary, in term 0");
    }

    @Test
    void aHigherTermIsRecordedByWhoeverHearsOfItAndALowerOneIsNot() {
        var us = start("us");
        us.tell(new Hear(List.of(TO_US), asker.ref()));
        assertThat(answer()).isEqualTo(Answer.known(TO_US));
        assertThat(leave(us, "a").refused()).isNull();
        us.tell(new Hear(List.of(PrimaryMoved.configured("eu")), asker.ref()));
        assertThat(answer()).isEqualTo(Answer.known(TO_US));
        actors.stop(us);

        assertThat(leave(start("us"), "a").latest()).isEqualTo(TO_US);
    }

    @Test
    void whatOthersSaidIsRecordedBeforeLeaveIsGiven() {
        var eu = start("eu");
        eu.tell(new AskLeave("a", List.of(TO_US), asker.ref()));

        assertThat(answer()).isEqualTo(new Answer(TO_US, "Region eu is not the primary, us is"));
        assertThat(stored()).containsExactly(TO_US);
    }

    @Test
    void ofTwoPrimariesInOneTermNoneActs() {
        var eu = start("eu");
        eu.tell(new AskLeave("a", List.of(PrimaryMoved.configured("us")), asker.ref()));

        assertThat(answer().refused()).isEqualTo("The primary region is eu here, and us elsewhere, both in term 0");
    }

    @Test
    void aForcedMoveIsRecordedWithItsReasonByTheNewPrimaryOnly() {
        var forced = new PrimaryMoved(1, "us", "anna", "eu burned down", true, 0);
        var eu = start("eu");
        eu.tell(new Force(forced, asker.ref()));
        assertThat(answer().refused()).isNotNull();
        assertThat(stored()).isEmpty();

        var us = start("us");
        us.tell(new Force(forced, asker.ref()));
        assertThat(answer()).isEqualTo(Answer.known(forced.at(NOW)));
        us.tell(new Force(forced, asker.ref()));
        assertThat(answer()).as("repeated").isEqualTo(Answer.known(forced.at(NOW)));
        assertThat(leave(us, "a").refused()).isNull();
        us.tell(new Force(new PrimaryMoved(0, "us", "", "", true, 0), asker.ref()));
        assertThat(answer().refused()).isEqualTo("Region us knows us as the primary, in term 1");
    }

    @Test
    void whatIsHeardWhileSteppingDownEndsThat() {
        var eu = old("eu");
        leave(eu, "a");
        eu.tell(new StepDown(TO_US, asker.ref()));
        var toAp = new PrimaryMoved(2, "ap", "", "", true, NOW);
        eu.tell(new Hear(List.of(toAp), asker.ref()));

        assertThat(answer()).isEqualTo(Answer.known(toAp));
        assertThat(answer()).isEqualTo(Answer.known(toAp));
        eu.tell(new GiveBack("a"));
        eu.tell(new Hear(List.of(), asker.ref()));
        assertThat(answer()).isEqualTo(Answer.known(toAp));
        assertThat(stored()).as("in eu").containsExactly(toAp);
    }

    /** Loaded so long ago that nothing from before can be under way. */
    private ActorRef<Command> old(String region) {
        var register = start(region);
        register.tell(new Hear(List.of(), asker.ref()));
        answer();
        nanos.addAndGet(LEASE.toNanos());
        return register;
    }

    private ActorRef<Command> start(String region) {
        return start(region, LEASE, nanos::get);
    }

    private ActorRef<Command> start(String region, Duration lease, java.util.function.LongSupplier time) {
        var clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        return actors.spawn(PrimaryRegister.create(region, "eu", lease, clock, time));
    }

    private Answer leave(ActorRef<Command> register, String name) {
        register.tell(new AskLeave(name, List.of(), asker.ref()));
        return answer();
    }

    private Answer answer() {
        return asker.receiveMessage(LONG);
    }

    private List<Object> stored() {
        return journal.persistedInStorage("Primary|eu");
    }
}
