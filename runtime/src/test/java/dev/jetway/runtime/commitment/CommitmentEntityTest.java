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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    private final String id = "conversation/" + UUID.randomUUID();
    private final TestProbe<Settled> asker = actors.createTestProbe();
    private final ToolServer server = new ToolServer();
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
        commitment.tell(
                new Execute("bookings.cancel", "{\"reference\":\"JW123456\"}", ANNA, VALID_UNTIL, 0, asker.ref()));
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
        commitment.tell(new Execute("bookings.create", "{}", ANNA, 1_000, 0, asker.ref()));

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
        commitment.tell(new Execute("bookings.create", "{\"quoteId\":\"q1\"}", ANNA, VALID_UNTIL, 0, asker.ref()));
    }

    private CommitOutcome outcome() {
        return asker.receiveMessage(LONG).outcome();
    }

    private ActorRef<Command> start(Duration giveUpAfter) {
        var settings = new CommitmentSettings(
                Duration.ofMillis(1), giveUpAfter, Duration.ofMillis(20), Map.of("bookings.create", "bookings.lookup"));
        return actors.spawn(
                CommitmentEntity.create(id, "", settings, server, Authority.ALONE, ended::add, Clock.systemUTC()));
    }

    private List<String> stored() {
        return journal.persistedInStorage("Commitment|" + id).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    /** Answers when the test says so. */
    private final class ToolServer implements CommitTools {
        private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private volatile CompletableFuture<ToolResult> call;
        private volatile LookUpResult lookUp = new LookUpResult.Nothing();
        private volatile boolean idempotent;
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
        public boolean idempotent(String tool) {
            return idempotent;
        }
    }
}
