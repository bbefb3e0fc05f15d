package dev.jetway.runtime.desk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.CaseAnswer.Kind;
import dev.jetway.runtime.commitment.Cases;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.desk.DeskEntity.Command;
import dev.jetway.runtime.desk.DeskEntity.GetOpen;
import dev.jetway.runtime.desk.DeskEntity.LookUp;
import dev.jetway.runtime.desk.DeskEntity.Note;
import dev.jetway.runtime.desk.DeskEntity.Noted;
import dev.jetway.runtime.desk.DeskEntity.Open;
import dev.jetway.runtime.desk.DeskEntity.Settle;
import dev.jetway.runtime.desk.DeskEntity.Show;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeskEntityTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Verdict DONE = new Verdict(true, "ABC123", "called the airline", "Bo");
    private static final Verdict NOT_DONE = new Verdict(false, null, "nothing in their system", "Cy");

    private final String region = UUID.randomUUID().toString();
    private final Commitments commitments = new Commitments();
    private final World world = new World();
    private ActorRef<Command> desk = start(100);

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void aCaseIsListedOnceWithTheOldestFirstAndSurvivesARestart() {
        note(carriedOut("c/r2:book", 2_000));
        note(carriedOut("c/r1:book", 1_000));
        note(carriedOut("c/r1:book", 1_000));

        assertThat(open()).extracting(Case::id).containsExactly("c/r1:book", "c/r2:book");
        assertThat(stored()).containsExactly("CaseNoted", "CaseNoted");
        assertThat(world.openCases).isEqualTo(2);
        restart(100);
        assertThat(open()).extracting(Case::id).containsExactly("c/r1:book", "c/r2:book");
    }

    @Test
    void whatAPersonFoundIsSettledAndTheTravelerToldUntilTheyKnow() {
        world.tellings = () -> CompletableFuture.failedFuture(new IllegalStateException("being moved"));
        note(carriedOut("c/r1:book", 1_000));

        var answer = settle("c/r1:book", DONE);
        assertThat(answer.kind()).isEqualTo(Kind.AGREED);
        assertThat(open()).isEmpty();
        world.awaitTold(2);
        assertThat(stored()).containsExactly("CaseNoted", "CaseSettled");
        world.tellings = () -> CompletableFuture.completedFuture(Done.getInstance());
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");

        assertThat(world.told.get(0).settlement().reference()).isEqualTo("ABC123");
        assertThat(settle("c/r1:book", DONE)).as("a repeat").isEqualTo(answer);
        assertThat(settle("c/r1:book", NOT_DONE).kind()).isEqualTo(Kind.CONTRADICTED);
        assertThat(stored()).containsExactly("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(world.openCases).isZero();
    }

    @Test
    void aTravelerWhomACrashKeptFromBeingToldIsToldAfterIt() {
        world.tellings = CompletableFuture::new;
        note(carriedOut("c/r1:book", 1_000));
        settle("c/r1:book", DONE);
        world.awaitTold(1);
        world.tellings = () -> CompletableFuture.completedFuture(Done.getInstance());

        restart(100);
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(world.told).hasSize(2).extracting(Case::id).containsOnly("c/r1:book");
    }

    @Test
    void aVerdictThatACrashKeptFromTheListIsFoundAtTheCommitment() {
        note(carriedOut("c/r1:book", 1_000));
        actors.stop(desk);
        commitments.cases.computeIfPresent("c/r1:book", (id, it) -> it.settled(Settlement.of(DONE, "Book it", 5_000)));

        desk = start(100);
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(open()).isEmpty();
    }

    @Test
    void aWriteThatFailedIsMadeUpFor() {
        note(carriedOut("c/r1:book", 1_000));
        journal.failNextPersisted("Desk|" + region);
        desk.tell(new Settle(
                "c/r1:book", DONE, actors.<CaseAnswer>createTestProbe().ref()));

        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(settle("c/r1:book", DONE).kind()).isEqualTo(Kind.AGREED);
    }

    @Test
    void aVerdictWhoseAnswerWasLostIsFoundAtTheCommitment() {
        note(carriedOut("c/r1:book", 1_000));
        commitments.loseAnswer = true;
        var answer = settle("c/r1:book", DONE);

        assertThat(answer.kind()).isEqualTo(Kind.NOT_NOW);
        assertThat(answer.sentence()).contains("Ask again");
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
    }

    @Test
    void settledCasesMakeRoomAndOpenOnesNeverDo() {
        restart(2);
        note(carriedOut("c/r1:book", 1_000));
        note(carriedOut("c/r2:book", 2_000));
        var third = carriedOut("c/r3:book", 3_000);
        assertThat(noted(third)).as("all are open").isFalse();
        assertThat(settle("c/r3:book", DONE).sentence()).contains("The list is full");
        assertThat(show("c/r3:book").found()).as("known by its id").isEqualTo(third);

        settle("c/r1:book", NOT_DONE);
        awaitStored("CaseNoted", "CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(noted(third)).isTrue();
        assertThat(open()).extracting(Case::id).containsExactly("c/r2:book", "c/r3:book");
        assertThat(stored()).endsWith("CasesDropped", "CaseNoted");
        assertThat(show("c/r1:book").found().settlement().by())
                .as("the commitment still knows")
                .isEqualTo("Cy");
    }

    @Test
    void aCaseThatIsNotListedIsSettledByItsId() {
        carriedOut("c/r1:book", 1_000);
        assertThat(settle("c/r1:book", DONE).kind()).isEqualTo(Kind.AGREED);
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(settle("c/r9:book", DONE).kind()).isEqualTo(Kind.ABSENT);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void aLookUpThatKnowsSettlesTheCaseAndTellsTheTraveler() {
        note(carriedOut("c/r1:book", 1_000));
        assertThat(lookUp("c/r1:book").kind()).isEqualTo(Kind.NOT_NOW);
        assertThat(open()).hasSize(1);

        commitments.known = new CommitOutcome.Done("{\"reference\":\"JW1\"}");
        assertThat(lookUp("c/r1:book").found().settlement().reference()).isEqualTo("JW1");
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
    }

    @Test
    void aPrimaryThatCouldNotBeAskedIsAskedUntilItAnswers() {
        world.primary = Optional.of("us");
        note(abandoned("c/r1:book"));
        world.awaitAsked(2);
        assertThat(lookUp("c/r1:book").sentence()).isEqualTo("Region us did not say: us does not answer");

        world.primarySays = CompletableFuture.completedFuture(new CommitOutcome.NotSent("it had expired"));
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        assertThat(world.told.get(0).settlement().done()).isFalse();
    }

    @Test
    void aCaseThePrimaryDoesNotKnowEitherIsOnItsListAndNotOnThisOne() {
        world.primary = Optional.of("us");
        note(abandoned("c/r1:book"));
        world.primarySays = CompletableFuture.completedFuture(new CommitOutcome.Unknown("the answer was lost"));

        awaitStored("CaseNoted", "CasesDropped");
        assertThat(open()).isEmpty();
        assertThat(world.told).as("the primary tells them").isEmpty();
    }

    @Test
    void aCaseThePrimaryHasNoRoomForStaysHere() {
        world.primary = Optional.of("us");
        note(abandoned("c/r1:book"));
        world.primarySays = CompletableFuture.completedFuture(new CommitOutcome.Unknown("the answer was lost", true));

        assertThat(lookUp("c/r1:book").sentence()).contains("does not know either", "no room");
        assertThat(open()).hasSize(1);
        assertThat(stored()).containsExactly("CaseNoted");
    }

    @Test
    void whatAPersonFoundOfAPrimaryThatNeverAnsweredIsSettledHere() {
        world.primary = Optional.of("us");
        note(abandoned("c/r1:book"));
        var answer = settle("c/r1:book", DONE);

        assertThat(answer.kind()).isEqualTo(Kind.AGREED);
        awaitStored("CaseNoted", "CaseSettled", "TravelerTold");
        var other = settle("c/r1:book", NOT_DONE);
        assertThat(other.kind()).isEqualTo(Kind.CONTRADICTED);
        assertThat(other.sentence()).contains("It was done: ABC123, as Bo found out at ", "(called the airline)");
        world.primarySays = CompletableFuture.completedFuture(new CommitOutcome.NotSent("it had expired"));
        assertThat(lookUp("c/r1:book").sentence()).contains("Region us says otherwise");
        assertThat(commitments.asked)
                .as("another region's commitments are not woken here")
                .isEmpty();
    }

    @Test
    void aRegionThatIsNotThePrimarySendsWhoeverAsksThere() {
        note(carriedOut("c/r1:book", 1_000));
        world.primary = Optional.of("us");

        assertThat(settle("c/r1:book", DONE).sentence())
                .isEqualTo("Region us carries actions out: ask its desk about c/r1:book.");
        assertThat(settle("c/r2:book", DONE).kind()).isEqualTo(Kind.ABSENT);
        assertThat(commitments.asked).doesNotContain("settle c/r1:book", "settle c/r2:book");
        assertThat(stored()).containsExactly("CaseNoted");
    }

    private Case carriedOut(String id, long gaveUp) {
        var it = new Case(
                id,
                Case.Call.of(id, "bookings.create", "Book it", "{\"quoteId\":\"q1\"}", ANNA),
                new Case.Times(1, 2, gaveUp),
                1,
                List.of("attempt 1: it took too long"),
                null,
                null);
        commitments.cases.put(id, it);
        return it;
    }

    private Case abandoned(String id) {
        return new Case(
                id,
                Case.Call.of(id, "bookings.create", "Book it", "{\"quoteId\":\"q1\"}", ANNA),
                new Case.Times(0, 0, 1_000),
                0,
                List.of("us does not answer"),
                "us",
                null);
    }

    private ActorRef<Command> start(int maxCases) {
        var settings = new DeskSettings(maxCases, Duration.ofMillis(30), 3, "", 3);
        return actors.spawn(DeskEntity.create(region, "", settings, commitments, world, Clock.systemUTC()));
    }

    private void restart(int maxCases) {
        actors.stop(desk);
        desk = start(maxCases);
    }

    private void note(Case it) {
        assertThat(noted(it)).isTrue();
    }

    private boolean noted(Case it) {
        return this.<Noted>ask(probe -> desk.tell(new Note(it, probe.ref()))).listed();
    }

    private List<Case> open() {
        return this.<Open>ask(probe -> desk.tell(new GetOpen(probe.ref()))).cases();
    }

    private CaseAnswer show(String id) {
        return ask(probe -> desk.tell(new Show(id, probe.ref())));
    }

    private CaseAnswer settle(String id, Verdict verdict) {
        return ask(probe -> desk.tell(new Settle(id, verdict, probe.ref())));
    }

    private CaseAnswer lookUp(String id) {
        return ask(probe -> desk.tell(new LookUp(id, probe.ref())));
    }

    private <T> T ask(java.util.function.Consumer<TestProbe<T>> question) {
        TestProbe<T> probe = actors.createTestProbe();
        question.accept(probe);
        return probe.receiveMessage(LONG);
    }

    private List<String> stored() {
        return journal.persistedInStorage("Desk|" + region).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private void awaitStored(String... events) {
        actors.createTestProbe().awaitAssert(LONG, () -> {
            assertThat(stored()).containsExactly(events);
            return null;
        });
    }

    /** The truth about the cases that were carried out here. */
    private static final class Commitments implements Cases {
        private final Map<String, Case> cases = new ConcurrentHashMap<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile CommitOutcome known;
        private volatile boolean loseAnswer;

        @Override
        public CompletionStage<CaseAnswer> inspect(String id) {
            asked.add("inspect " + id);
            return CompletableFuture.completedFuture(answer(id, it -> it));
        }

        @Override
        public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
            asked.add("settle " + id);
            var wanted = Settlement.of(verdict, "Book it", 5_000);
            var known = cases.get(id);
            var answer = known == null || known.open()
                    ? answer(id, it -> it.settled(wanted))
                    : CaseAnswer.of(known, wanted, "Nothing was changed.");
            return loseAnswer
                    ? CompletableFuture.failedFuture(new IllegalStateException("lost"))
                    : CompletableFuture.completedFuture(answer);
        }

        @Override
        public CompletionStage<CaseAnswer> lookUp(String id) {
            return CompletableFuture.completedFuture(
                    known == null
                            ? CaseAnswer.notNow(cases.get(id), "It does not know")
                            : answer(id, it -> it.settled(Settlement.found(known, 5_000))));
        }

        private CaseAnswer answer(String id, java.util.function.UnaryOperator<Case> change) {
            var it = cases.computeIfPresent(id, (key, known) -> change.apply(known));
            return it == null ? CaseAnswer.absent("Nothing was approved") : CaseAnswer.agreed(it, "");
        }
    }

    private static final class World implements Outside {
        private final List<Case> told = new CopyOnWriteArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile Supplier<CompletionStage<Done>> tellings =
                () -> CompletableFuture.completedFuture(Done.getInstance());
        private volatile Optional<String> primary = Optional.empty();
        private volatile CompletionStage<CommitOutcome> primarySays =
                CompletableFuture.failedFuture(new IllegalStateException("us does not answer"));
        private volatile int openCases;

        void awaitTold(int times) {
            actors.createTestProbe().awaitAssert(LONG, () -> {
                assertThat(told).hasSizeGreaterThanOrEqualTo(times);
                return null;
            });
        }

        void awaitAsked(int times) {
            actors.createTestProbe().awaitAssert(LONG, () -> {
                assertThat(asked).hasSizeGreaterThanOrEqualTo(times);
                return null;
            });
        }

        @Override
        public Optional<String> primary() {
            return primary;
        }

        @Override
        public CompletionStage<CommitOutcome> askPrimary(Case open) {
            asked.add(open.id());
            return primarySays;
        }

        @Override
        public CompletionStage<Done> tell(Case settled) {
            told.add(settled);
            return tellings.get();
        }

        @Override
        public void counted(int open, long oldestMillis) {
            openCases = open;
        }
    }
}
