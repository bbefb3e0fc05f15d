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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A commitment in one of several regions, which may or may not be the primary, or not have been it for long. */
class CommitmentLeaveTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long VALID_UNTIL =
            Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final long MOVED = 1_000_000_000;

    private final String id = "conversation/" + UUID.randomUUID();
    private final TestProbe<Settled> asker = actors.createTestProbe();
    private final ToolServer server = new ToolServer();
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile String refused;
    private volatile long term;
    private volatile long since;
    private volatile int uncovered;

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void withoutLeaveNothingIsStoredAndWhoAskedIsToldToAskAgain() {
        refused = "Region us is not the primary, eu is";
        execute(start(), 0);
        assertThat(answer()).isEqualTo(new Settled(null, refused));
        assertThat(stored()).isEmpty();

        refused = null;
        execute(start(), 0);
        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.calls).hasSize(1);
    }

    @Test
    void leaveIsGivenBackWhenTheCallHasEnded() {
        execute(start(), 0);
        answer();

        assertThat(outstanding).hasValue(0);
    }

    @Test
    void noCallLeavesWithoutTheTimeItMayTake() {
        uncovered = 1;
        execute(start(), 0);

        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.calls).as("not with the leave that was nearly over").hasSize(1);
        assertThat(stored()).containsExactly("Opened", "Sent", "Sent", "Concluded");
        assertThat(outstanding).hasValue(0);
    }

    @Test
    void whatThePrimaryBeforeMayHaveDoneIsLookedUpFirst() {
        since = MOVED;
        server.lookUp = new LookUpResult.Happened("{\"reference\":\"JW123456\"}");
        execute(start(), MOVED - 1);

        assertThat(answer().outcome()).isEqualTo(new CommitOutcome.Done("{\"reference\":\"JW123456\"}"));
        assertThat(server.calls).isEmpty();
    }

    @Test
    void aToolThatActsOncePerKeyGetsWhatMayHaveBeenSentBefore() {
        since = MOVED;
        server.idempotent = true;
        execute(start(), MOVED - 1);

        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.calls).containsExactly(Digests.sha256(id));
        assertThat(server.lookUps).hasValue(1);
    }

    @Test
    void aToolThatMakesNoSuchPromiseDoesNotAndAPersonHasToLook() {
        since = MOVED;
        execute(start(), MOVED + 9_999); // clocks may differ

        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(server.calls).isEmpty();
    }

    @Test
    void whatIsTooLateToBeginMayStillHaveBeenDoneBefore() {
        since = MOVED;
        server.idempotent = true;
        start().tell(new Execute("bookings.create", "{}", ANNA, MOVED, MOVED - 1, "Book it", asker.ref()));

        assertThat(answer().outcome()).as("not: nothing was done").isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(server.calls).isEmpty();
    }

    @Test
    void whatBeganAfterTheMoveIsSent() {
        since = MOVED;
        execute(start(), MOVED + 10_000);

        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.lookUps).hasValue(0);
    }

    @Test
    void whatAnotherRegionStoredSinceIsReadFirst() {
        server.result = new ToolResult.Unavailable("not connected", false);
        server.idempotent = true;
        var before = start();
        execute(before, 0);
        asker.awaitAssert(LONG, () -> {
            assertThat(server.calls).isNotEmpty();
            return null;
        });
        term = 2;

        assertThat(answer().notYet()).contains("Another region may have acted");
        asker.expectTerminated(before, LONG);
    }

    @Test
    void aCallThatNeverLeftWaitsUntilThereIsLeaveAgain() {
        server.result = new ToolResult.Unavailable("not connected", false);
        server.idempotent = true;
        execute(start(), 0);
        asker.awaitAssert(LONG, () -> {
            assertThat(server.calls).isNotEmpty();
            return null;
        });
        refused = "The register does not answer";
        asker.expectNoMessage(Duration.ofMillis(200));
        server.result = new ToolResult.Ok(JsonNodeFactory.instance.objectNode());
        refused = null;

        assertThat(answer().outcome()).isInstanceOf(CommitOutcome.Done.class);
    }

    @Test
    void aWriteThatFailedIsTriedAgainWhenItIsAskedForAgain() {
        journal.failNextPersisted("Commitment|" + id);
        var commitment = start();

        var outcome = asker.awaitAssert(LONG, () -> {
            execute(commitment, 0);
            return asker.receiveMessage(Duration.ofSeconds(1)).outcome();
        });
        assertThat(outcome).isInstanceOf(CommitOutcome.Done.class);
        assertThat(server.calls).hasSize(1);
    }

    private void execute(ActorRef<Command> commitment, long begunAt) {
        commitment.tell(new Execute(
                "bookings.create", "{\"quoteId\":\"q1\"}", ANNA, VALID_UNTIL, begunAt, "Book it", asker.ref()));
    }

    private Settled answer() {
        return asker.receiveMessage(LONG);
    }

    private ActorRef<Command> start() {
        var settings = new CommitmentSettings(
                Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofMillis(20), Map.of("bookings.create", "x"));
        return actors.spawn(CommitmentEntity.create(
                id,
                "",
                settings,
                server,
                this::leave,
                outcome -> {},
                noted -> CompletableFuture.completedStage(true),
                Clock.systemUTC()));
    }

    private List<String> stored() {
        return journal.persistedInStorage("Commitment|" + id).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private CompletionStage<Authority.Leave> leave() {
        if (refused != null) {
            return CompletableFuture.failedStage(new IllegalStateException(refused));
        }
        outstanding.incrementAndGet();
        var given = new Authority.Leave() {
            private final long under = term;
            private boolean back;

            @Override
            public long term() {
                return under;
            }

            @Override
            public long since() {
                return since;
            }

            @Override
            public boolean covers(Duration time) {
                return uncovered-- <= 0;
            }

            @Override
            public void giveBack() {
                if (!back) {
                    back = true;
                    outstanding.decrementAndGet();
                }
            }
        };
        return CompletableFuture.completedStage(given);
    }

    private static final class ToolServer implements CommitTools {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final AtomicInteger lookUps = new AtomicInteger();
        private volatile ToolResult result = new ToolResult.Ok(JsonNodeFactory.instance.objectNode());
        private volatile LookUpResult lookUp = new LookUpResult.Nothing();
        private volatile boolean idempotent;

        @Override
        public CompletionStage<ToolResult> commit(
                Traveler traveler, String tool, JsonNode arguments, String idempotencyKey, Instant deadline) {
            calls.add(idempotencyKey);
            return CompletableFuture.completedStage(result);
        }

        @Override
        public CompletionStage<LookUpResult> lookUp(
                Traveler traveler, String tool, String idempotencyKey, Instant deadline) {
            lookUps.incrementAndGet();
            return CompletableFuture.completedStage(lookUp);
        }

        @Override
        public boolean canLookUp(String tool) {
            return true;
        }

        @Override
        public boolean idempotent(String tool) {
            return idempotent;
        }
    }
}
