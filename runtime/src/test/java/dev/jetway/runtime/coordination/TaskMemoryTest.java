package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Kind;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.agents.memory.Trip;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.memory.Change;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TaskMemoryTest {

    private static final String CONVERSATION = new ConversationId("dev:ann", "trip").entityId();
    private static final Note AISLE = new Note(Preference.SEAT, "aisle");
    private static final Remembered KNOWN = new Remembered(
            Optional.of(new Consent(Instant.EPOCH, CONVERSATION)),
            Map.of(Preference.SEAT, new Kept(AISLE, CONVERSATION, Instant.EPOCH)),
            List.of(new Trip("JWABC123", "hotel", "Harbour View", LocalDate.EPOCH)));
    private static final List<Origin> SAID = List.of(new Origin("", "/seat", "aisle", Origin.Kind.SAID, null));

    private final Memory memories = new Memory();

    @Test
    void anAgentReadsWhatItsCardNamesAndNothingElse() {
        var both = Set.of(Kind.PREFERENCES, Kind.TRIPS);
        assertThat(join(memory(SAID, TravelerMemory.PREFERENCES).recall(both)).trips())
                .isEmpty();
        assertThat(join(memory(SAID, TravelerMemory.TRIPS).recall(both)).preferences())
                .isEmpty();
        assertThat(join(memory(SAID, "hotels.search").recall(both))).isEqualTo(Remembered.NOTHING);
        assertThat(join(memory(SAID, TravelerMemory.PREFERENCES, TravelerMemory.TRIPS)
                        .recall(both)))
                .isEqualTo(KNOWN);
        assertThat(memories.asked).allMatch(new Whose("dev:ann", "everywhere")::equals);
    }

    @Test
    void whatTheTravelerSaidIsKept() {
        assertThat(join(memory(SAID, TravelerMemory.REMEMBER).remember(List.of(AISLE))))
                .isEqualTo(new TravelerMemory.Done(KNOWN));
        assertThat(memories.changes).containsExactly(Change.of(List.of(AISLE)));
    }

    @Test
    void whatAToolOrThePlannerMadeUpIsNot() {
        for (var kind :
                new Origin.Kind[] {Origin.Kind.FIELD, Origin.Kind.TEXT, Origin.Kind.FRAGMENT, Origin.Kind.COMPUTED}) {
            var origins = List.of(SAID.get(0), new Origin("", "/diet", "vegan", kind, "a.tool"));
            assertThat(join(memory(origins, TravelerMemory.REMEMBER).remember(List.of(AISLE))))
                    .isInstanceOf(TravelerMemory.NotAllowed.class);
        }
        assertThat(join(memory(List.of(), TravelerMemory.REMEMBER).remember(List.of(AISLE))))
                .isInstanceOf(TravelerMemory.NotAllowed.class);
        assertThat(memories.changes).isEmpty();
    }

    @Test
    void anAgentChangesNothingItsCardDoesNotName() {
        var reads = memory(SAID, TravelerMemory.PREFERENCES);
        assertThat(join(reads.remember(List.of(AISLE)))).isInstanceOf(TravelerMemory.NotAllowed.class);
        assertThat(join(reads.forget(Forget.EVERYTHING))).isInstanceOf(TravelerMemory.NotAllowed.class);
        assertThat(memories.changes).isEmpty();
    }

    @Test
    void withoutConsentNothingIsKeptAndForgettingIsDone() {
        memories.now = Remembered.NOTHING;
        assertThat(join(memory(SAID, TravelerMemory.REMEMBER).remember(List.of(AISLE))))
                .isInstanceOf(TravelerMemory.NotAllowed.class);
        assertThat(join(memory(SAID, TravelerMemory.FORGET).forget(Forget.EVERYTHING)))
                .isEqualTo(new TravelerMemory.Done(Remembered.NOTHING));
    }

    @Test
    void whatIsStillThereAfterwardsIsNotSaidToBeForgotten() {
        assertThat(join(memory(SAID, TravelerMemory.FORGET).forget(Forget.EVERYTHING)))
                .isEqualTo(new TravelerMemory.NotSure());
        var window = new Note(Preference.SEAT, "window");
        assertThat(join(memory(SAID, TravelerMemory.REMEMBER).remember(List.of(window))))
                .as("something else is there afterwards")
                .isEqualTo(new TravelerMemory.NotSure());
    }

    @Test
    void whenTheStoreIsSilentNobodyIsSure() {
        memories.now = null;
        assertThat(join(memory(SAID, TravelerMemory.REMEMBER).remember(List.of(AISLE))))
                .isEqualTo(new TravelerMemory.NotSure());
    }

    @Test
    void anApprovedConsentIsStoredHereAndEveryOtherActionElsewhere() {
        var elsewhere = new ArrayList<Approved>();
        var commitments = new MemoryCommitments(memories, approved -> {
            elsewhere.add(approved);
            return CompletableFuture.completedStage(new CommitOutcome.Done("{}"));
        });

        var stored = commitments.execute(approved(TravelerMemory.REMEMBER, "{\"seat\":\"aisle\"}"));
        var booked = approved("bookings.create", "{}");
        join(commitments.execute(booked));

        assertThat(join(stored)).isEqualTo(new CommitOutcome.Done("{\"seat\":\"aisle\"}"));
        assertThat(memories.changes).containsExactly(Change.consenting(List.of(AISLE)));
        assertThat(elsewhere).containsExactly(booked);
    }

    @Test
    void aConsentThatCouldNotBeStoredIsSaidSo() {
        memories.now = null;
        var commitments = new MemoryCommitments(memories, approved -> null);
        assertThat(join(commitments.execute(approved(TravelerMemory.REMEMBER, "{\"seat\":\"aisle\"}"))))
                .isInstanceOf(CommitOutcome.Declined.class);
        assertThat(join(commitments.execute(approved(TravelerMemory.REMEMBER, "{\"seat\":\"roof\"}"))))
                .isInstanceOf(CommitOutcome.NotSent.class);
    }

    private static Approved approved(String tool, String arguments) {
        return new Approved(CONVERSATION + "/turn:memory", tool, arguments, TestContext.TRAVELER, 1, 0, "Remember it");
    }

    private TravelerMemory memory(List<Origin> origins, String... tools) {
        var card = new AgentCard(
                "curious",
                "Asks",
                List.of(new Skill("ask", "Asks", TestContext.task("ask", "{}").input())),
                Set.of(tools),
                Risk.WRITE);
        var order = new WorkOrder(
                CONVERSATION, "turn", Task.of("ask", "ask", "Ask", "{}"), "{}", TestContext.TRAVELER, 0, origins, null);
        return new TaskMemory(memories, order, card);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static final class Memory implements Memories {
        private final List<Whose> asked = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private Remembered now = KNOWN;

        @Override
        public CompletionStage<Remembered> recall(Whose whose) {
            asked.add(whose);
            return now == null
                    ? CompletableFuture.failedStage(new IllegalStateException("away"))
                    : CompletableFuture.completedStage(now);
        }

        @Override
        public CompletionStage<Remembered> change(Whose whose, Change change, String conversation) {
            changes.add(change);
            return recall(whose);
        }
    }
}
