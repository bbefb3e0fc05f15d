package dev.jetway.runtime.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.commitment.CommitmentEntity.Command;
import dev.jetway.runtime.commitment.CommitmentEntity.Execute;
import dev.jetway.runtime.commitment.CommitmentEntity.Settled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CommitmentEntityTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long VALID_UNTIL =
            Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final JsonNode BOOKING =
            JsonNodeFactory.instance.objectNode().put("reference", "JW123456");

    private final String id = "conversation/" + UUID.randomUUID() + ":book";
    private final TestProbe<Settled> asker = actors.createTestProbe();
    private final ToolServer server = new ToolServer();
    private final Notes desk = new Notes();
    private final List<CommitOutcome> ended = Collections.synchronizedList(new ArrayList<>());

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void storesThatTheCallIsAboutToLeaveBeforeItLeaves() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);

        assertThat(stored()).containsExactly("Opened", "Sent");
        server.answer(new ToolResult.Ok(BOOKING));
        assertThat(outcome()).isEqualTo(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        assertThat(stored()).containsExactly("Opened", "Sent", "Concluded");
    }

    @Test
    void theCallIsTheOneThatWasApprovedWhateverIsAskedLater() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        commitment.tell(new Execute(
                "bookings.cancel", "{\"reference\":\"JW123456\"}", ANNA, VALID_UNTIL, 0, "Book it", asker.ref()));
        server.answer(new ToolResult.Unavailable("never left", false));
        server.awaitCalls(2);

        assertThat(server.calls).containsOnly("bookings.create {\"quoteId\":\"q1\"}");
    }

    @Test
    void callsOnceHoweverOftenItIsAsked() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Ok(BOOKING));
        outcome();
        outcome();
        execute(commitment);

        assertThat(outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.keys).hasSize(1);
        assertThat(ended).as("counted once").hasSize(1);
    }

    @Test
    void whatWasApprovedTooLongAgoIsNotBegun() {
        var commitment = start(Duration.ofMinutes(5));
        commitment.tell(new Execute("bookings.create", "{}", ANNA, 1_000, 0, "Book it", asker.ref()));

        assertThat(outcome())
                .isEqualTo(new CommitOutcome.NotSent("The approval had expired before this could be done."));
        execute(commitment);
        assertThat(outcome()).as("and never will be").isInstanceOf(CommitOutcome.NotSent.class);
        assertThat(server.calls).isEmpty();
        assertThat(stored()).containsExactly("Opened", "Concluded");
    }

    @Test
    void aRefusalIsAnEnd() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.ToolError("The offer is gone"));

        assertThat(outcome()).isEqualTo(new CommitOutcome.Declined("The offer is gone"));
    }

    @Test
    void aLostAnswerIsLookedUpAndNotSentAgain() {
        server.lookUp = new LookUpResult.Happened("{\"reference\":\"JW123456\"}");
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("it took too long", true));

        assertThat(outcome()).isEqualTo(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void aToolThatActsOncePerKeyGetsTheSameKeyAgain() {
        server.idempotent = true;
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("it took too long", true));
        server.awaitCalls(2);
        server.answer(new ToolResult.Ok(BOOKING));

        assertThat(outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.keys.get(0)).isEqualTo(server.keys.get(1));
        assertThat(stored()).containsExactly("Opened", "Sent", "Sent", "Concluded");
    }

    @Test
    void aToolThatMakesNoSuchPromiseIsNeverCalledAgain() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("it took too long", true));

        assertThat(outcome()).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void aCallThatNeverLeftIsSentAgainUntilTimeIsUp() {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("not connected", false));
        server.awaitCalls(2);
        server.answer(new ToolResult.Ok(BOOKING));

        assertThat(outcome()).isInstanceOf(CommitOutcome.Done.class);
    }

    @Test
    void nothingIsSentAfterTheTimeIsUp() {
        var commitment = start(Duration.ofMillis(2));
        execute(commitment);
        server.awaitCalls(1);
        asker.awaitAssert(LONG, () -> {
            assertThat(Instant.now()).isAfter(server.calledAt.plusMillis(5));
            return null;
        });
        server.answer(new ToolResult.Unavailable("not connected", false));

        assertThat(outcome()).isEqualTo(new CommitOutcome.NotSent("not connected"));
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void aCallThatWasUnderWayInACrashIsLookedUpFirst() {
        var before = start(Duration.ofMinutes(5));
        execute(before);
        server.awaitCalls(1);
        actors.stop(before);
        server.lookUp = new LookUpResult.Happened("{\"reference\":\"JW123456\"}");

        execute(start(Duration.ofMinutes(5)));
        assertThat(outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void aSilentToolServerIsAskedUntilTimeIsUpAndThenAPersonHasToLook() {
        server.lookUp = new LookUpResult.Silent("not connected");
        server.idempotent = true;
        var commitment = start(Duration.ofMillis(400));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("it took too long", true));

        assertThat(outcome()).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(server.keys).hasSize(1);
    }

    private void execute(ActorRef<Command> commitment) {
        commitment.tell(
                new Execute("bookings.create", "{\"quoteId\":\"q1\"}", ANNA, VALID_UNTIL, 0, "Book it", asker.ref()));
    }

    private CommitOutcome outcome() {
        return asker.receiveMessage(LONG).outcome();
    }

    private ActorRef<Command> start(Duration giveUpAfter) {
        var settings = new CommitmentSettings(
                Duration.ofMillis(1), giveUpAfter, Duration.ofMillis(20), Map.of("bookings.create", "bookings.lookup"));
        return actors.spawn(CommitmentEntity.create(
                id, "", settings, server, Authority.ALONE, ended::add, desk, Clock.systemUTC()));
    }

    private List<String> stored() {
        return journal.persistedInStorage("Commitment|" + id).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    @Test
    void whoAsksLearnsThatItIsUnknownWhenAPersonHasItAndNotBefore() {
        var first = new CompletableFuture<Boolean>();
        desk.answers.add(first);
        var commitment = unknown(false);
        desk.awaitNoted(1);
        asker.expectNoMessage(Duration.ofMillis(100));
        first.completeExceptionally(new IllegalStateException("the list is being moved"));
        desk.awaitNoted(2);

        assertThat(outcome()).isEqualTo(new CommitOutcome.Unknown("the answer was lost"));
        var open = desk.noted.get(1);
        assertThat(open.id()).isEqualTo(id);
        assertThat(open.call())
                .isEqualTo(
                        new Case.Call("bookings.create", "Book it", "{\"quoteId\":\"q1\"}", ANNA, server.keys.get(0)));
        assertThat(open.attempts()).isEqualTo(1);
        assertThat(open.errors()).containsExactly("attempt 1: it took too long");
        assertThat(open.times().approved())
                .isPositive()
                .isLessThanOrEqualTo(open.times().sent());
        assertThat(open.times().gaveUp()).isGreaterThanOrEqualTo(open.times().sent());
        execute(commitment);
        outcome();
        assertThat(desk.noted).as("noted for good").hasSize(2);
    }

    @Test
    void aCaseThatACrashKeptFromTheListIsNotedWhenSomebodyAsksAgain() {
        desk.answers.add(new CompletableFuture<>());
        var before = unknown(false);
        desk.awaitNoted(1);
        actors.stop(before);

        execute(start(Duration.ofMinutes(5)));
        assertThat(outcome()).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(desk.noted).hasSize(2);
        assertThat(desk.noted.get(1)).isEqualTo(desk.noted.get(0));
        assertThat(server.keys).as("sent once").hasSize(1);
    }

    @Test
    void aListThatNeverAnswersIsToldForEverAndWaitedForNotSoLong() {
        for (int i = 0; i < 12; i++) {
            desk.answers.add(CompletableFuture.failedFuture(new IllegalStateException("gone")));
        }
        var commitment = unknown(false);
        assertThat(outcome()).isEqualTo(new CommitOutcome.Unknown("the answer was lost", true));
        desk.awaitNoted(13);
        execute(commitment);
        assertThat(outcome()).isEqualTo(new CommitOutcome.Unknown("the answer was lost"));
    }

    @Test
    void aFullListIsSaid() {
        desk.answers.add(CompletableFuture.completedFuture(false));
        unknown(false);
        assertThat(outcome()).isEqualTo(new CommitOutcome.Unknown("the answer was lost", true));
    }

    @Test
    void whatAPersonFoundOutIsTheOutcomeFromThenOn() {
        var commitment = unknown(true);
        var found = settle(commitment, new Verdict(true, "ABC123", "called the airline", "Bo"));

        assertThat(found.kind()).isEqualTo(CaseAnswer.Kind.AGREED);
        assertThat(found.found().settlement().by()).isEqualTo("Bo");
        var settled = new CommitOutcome.Done("{\"reference\":\"ABC123\",\"title\":\"Book it\"}");
        execute(commitment);
        assertThat(outcome()).isEqualTo(settled);
        actors.stop(commitment);
        execute(start(Duration.ofMinutes(5)));
        assertThat(outcome()).isEqualTo(settled);
        assertThat(stored()).containsExactly("Opened", "Sent", "Concluded", "SettledAfterAll");
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void theSameVerdictAgainIsAnsweredLikeTheFirstAndAnotherIsRefused() {
        var commitment = unknown(true);
        var first = settle(commitment, new Verdict(false, null, "nothing in their system", "Bo"));
        assertThat(settle(commitment, new Verdict(false, null, "looked again", "Cy")))
                .isEqualTo(first);

        var other = settle(commitment, new Verdict(true, "ABC123", "they called back", "Cy"));
        assertThat(other.kind()).isEqualTo(CaseAnswer.Kind.CONTRADICTED);
        assertThat(other.sentence())
                .contains("It was not done, as Bo found out at ", "(nothing in their system)", "Nothing was changed.");
        assertThat(other.found()).isEqualTo(first.found());
        execute(commitment);
        assertThat(outcome()).isInstanceOf(CommitOutcome.NotSent.class);
        assertThat(stored()).filteredOn("SettledAfterAll"::equals).hasSize(1);
    }

    @Test
    void whatIsNoCaseCanNotBeSettled() {
        var verdict = new Verdict(true, "ABC123", "called the airline", "Bo");
        var commitment = start(Duration.ofMinutes(5));
        assertThat(settle(commitment, verdict).sentence()).startsWith("Nothing was approved");
        execute(commitment);
        server.awaitCalls(1);
        assertThat(settle(commitment, verdict).sentence()).contains("is being carried out");
        server.answer(new ToolResult.Ok(BOOKING));
        outcome();
        assertThat(settle(commitment, verdict).sentence()).contains("ended by itself as Done");
        assertThat(stored()).containsExactly("Opened", "Sent", "Concluded");
    }

    @Test
    void aLookUpThatKnowsByNowSettlesItAndOneThatDoesNotLeavesItOpen() {
        var commitment = unknown(true);
        assertThat(lookUp(commitment).sentence()).contains("knows of nothing under the key " + server.keys.get(0));
        server.lookUp = new LookUpResult.Silent("not connected");
        assertThat(lookUp(commitment).sentence()).contains("did not say: not connected");
        assertThat(stored()).doesNotContain("SettledAfterAll");

        server.lookUp = new LookUpResult.Happened("{\"reference\":\"JW123456\"}");
        assertThat(lookUp(commitment).kind()).isEqualTo(CaseAnswer.Kind.AGREED);
        execute(commitment);
        assertThat(outcome()).isEqualTo(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        assertThat(settle(commitment, new Verdict(true, "JW123456", "so they say", "Bo"))
                        .kind())
                .isEqualTo(CaseAnswer.Kind.AGREED);
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void aLookUpNeverContradictsAPersonSilently() {
        var commitment = unknown(true);
        settle(commitment, new Verdict(false, null, "nothing in their system", "Bo"));
        server.lookUp = new LookUpResult.Happened("{\"reference\":\"JW123456\"}");

        var answer = lookUp(commitment);
        assertThat(answer.kind()).isEqualTo(CaseAnswer.Kind.CONTRADICTED);
        assertThat(answer.sentence()).contains("as Bo found out", "now says otherwise", "JW123456");
        execute(commitment);
        assertThat(outcome()).isInstanceOf(CommitOutcome.NotSent.class);
    }

    @Test
    void whereNoToolCanBeAskedTheKeyIsSaid() {
        server.canLookUp = false;
        assertThat(lookUp(unknown(true)).sentence())
                .contains("No tool is configured", "bookings.create", server.keys.get(0));
    }

    /** @param told whether to wait until whoever asked has been told */
    private ActorRef<Command> unknown(boolean told) {
        var commitment = start(Duration.ofMinutes(5));
        execute(commitment);
        server.awaitCalls(1);
        server.answer(new ToolResult.Unavailable("it took too long", true));
        if (told) {
            outcome();
        }
        return commitment;
    }

    private CaseAnswer settle(ActorRef<Command> commitment, Verdict verdict) {
        var desk = actors.<CaseAnswer>createTestProbe();
        commitment.tell(new CommitmentEntity.Settle(verdict, desk.ref()));
        return desk.receiveMessage(LONG);
    }

    private CaseAnswer lookUp(ActorRef<Command> commitment) {
        var desk = actors.<CaseAnswer>createTestProbe();
        commitment.tell(new CommitmentEntity.LookUpAgain(desk.ref()));
        return desk.receiveMessage(LONG);
    }

    /** Notes at once, unless the test has another answer. */
    private final class Notes implements CaseDesk {
        private final List<Case> noted = Collections.synchronizedList(new ArrayList<>());
        private final Queue<CompletableFuture<Boolean>> answers = new ConcurrentLinkedQueue<>();

        void awaitNoted(int number) {
            asker.awaitAssert(LONG, () -> {
                assertThat(noted).hasSize(number);
                return null;
            });
        }

        @Override
        public CompletionStage<Boolean> note(Case open) {
            noted.add(open);
            var answer = answers.poll();
            return answer == null ? CompletableFuture.completedFuture(true) : answer;
        }
    }

    /** Answers when the test says so. */
    private final class ToolServer implements CommitTools {
        private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private volatile CompletableFuture<ToolResult> call;
        private volatile LookUpResult lookUp = new LookUpResult.Nothing();
        private volatile boolean idempotent;
        private volatile boolean canLookUp = true;
        private volatile Instant calledAt;

        void awaitCalls(int number) {
            asker.awaitAssert(LONG, () -> {
                assertThat(keys).hasSize(number);
                assertThat(call).isNotNull();
                return null;
            });
        }

        void answer(ToolResult result) {
            var current = call;
            call = null;
            current.complete(result);
        }

        @Override
        public CompletionStage<ToolResult> commit(
                Traveler traveler, String tool, JsonNode arguments, String idempotencyKey, Instant deadline) {
            var started = new CompletableFuture<ToolResult>();
            calledAt = Instant.now();
            call = started;
            calls.add(tool + " " + arguments);
            keys.add(idempotencyKey);
            return started;
        }

        @Override
        public CompletionStage<LookUpResult> lookUp(
                Traveler traveler, String tool, String idempotencyKey, Instant deadline) {
            return CompletableFuture.completedFuture(lookUp);
        }

        @Override
        public boolean canLookUp(String tool) {
            return canLookUp;
        }

        @Override
        public boolean idempotent(String tool) {
            return idempotent;
        }
    }
}
