package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.ConversationEvent.TurnAdopted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Owner EU = new Owner(0, "eu");
    private static final Function<String, Optional<TaskStatus.Ended>> NOTHING = task -> Optional.empty();

    @Test
    void tasksThatWereOnceStartedByAnEventOfTheirOwnAreStillUnderstood() {
        var plan = Samples.plan(Samples.flights(), Samples.hotels());
        var started =
                List.of(Report.of("flights", new TaskStatus.Working()), Report.of("hotels", new TaskStatus.Working()));
        var before = fold(
                new MessageReceived("r1", EU, 1, Samples.message("m1", "Tokyo")),
                new PlanAdopted("r1", EU, 1, plan, List.of(), "p"),
                new TasksProgressed("r1", EU, 1, started));
        var now = fold(
                new MessageReceived("r1", EU, 1, Samples.message("m1", "Tokyo")),
                new PlanAdopted("r1", EU, 1, plan.started(), List.of(), "p"));
        assertThat(before).isEqualTo(now);
    }

    @Test
    void aBookingIsUndoneOnlyWithTheReasonAndOnlyWhileTheTurnIsWanted() {
        var turn = Turn.received("r1", EU, 1, Samples.message("m1", "book both"))
                .planned(Samples.compensable(), List.of(), null)
                .progressed(List.of(
                        Report.of("flights", Samples.completed("Flights")),
                        Report.of("book", new TaskStatus.Committing("a1", Samples.action())),
                        Report.of("book", Samples.completed("Booked, JW1.")),
                        Report.of("book-2", new TaskStatus.Committing("a2", Samples.action()))));
        assertThat(turn.next(Map.of(), false, NOTHING))
                .as("the other may still succeed")
                .isEmpty();

        var failed = turn.progressed(List.of(Report.of("book-2", new TaskStatus.Failed("The room is gone."))));

        assertThat(failed.next(Map.of(), false, NOTHING))
                .containsExactly(Report.of("undo-book", new TaskStatus.Working()));
        assertThat(failed.next(Map.of(), true, NOTHING)).as("canceled").isEmpty();
        assertThat(failed.done()).containsExactly("Booked, JW1.");
        var undoing = failed.progressed(failed.next(Map.of(), false, NOTHING));
        assertThat(undoing.settled()).isFalse();
        assertThat(undoing.because(undoing.plan().tasks().get("undo-book")))
                .contains("“Book the hotel” failed: The room is gone.");
        assertThat(undoing.because(undoing.plan().tasks().get("book"))).isEmpty();
    }

    @Test
    void aTravelerWhoDoesNotWantItUndoneReadsThatItStays() {
        var turn = Turn.received("r1", EU, 1, Samples.message("m1", "book both"))
                .planned(Samples.compensable(), List.of(), null)
                .progressed(List.of(Report.of("undo-book", Samples.approvalRequired("a3"))));
        assertThat(turn.next(Map.of("a3", new Answer(false, "eu", "run-2", 5)), false, NOTHING))
                .contains(Report.of("undo-book", new TaskStatus.Canceled(Sentences.NOT_UNDONE)));
    }

    /** The two were cut off from each other; one has booked what the other asks for. */
    @Test
    void whatWasCarriedOutIsDoneWhoeverOwnsTheTurn() {
        var plan = Samples.plan(Samples.booking());
        var asked = new TurnAdopted(
                "r1",
                EU.next("us"),
                5,
                1,
                Samples.message("m1", "book it"),
                plan.with("book", Samples.approvalRequired("a2")),
                List.of());
        var booked = new TasksProgressed(
                "r1",
                EU,
                6,
                List.of(Report.outcome("book", (TaskStatus.Ended) Samples.completed("Booked, JW1."), "a1")));
        var state = fold(new MessageReceived("r1", EU, 1, Samples.message("m1", "book it")), asked, booked);
        assertThat(state).isEqualTo(fold(new MessageReceived("r1", EU, 1, asked.message()), booked, asked));

        var turn = state.turn("r1").orElseThrow();
        assertThat(turn.waiting()).isTrue();
        for (boolean canceled : List.of(false, true)) {
            var done = turn.progressed(turn.next(Map.of(), canceled, task -> state.outcome("r1", task)));
            assertThat(done.settled()).isTrue();
            assertThat(done.done()).containsExactly("Booked, JW1.");
        }
    }

    private static Conversation fold(ConversationEvent... events) {
        var state = Conversation.EMPTY;
        for (var event : events) {
            state = event.applyTo(state);
        }
        return state;
    }
}
