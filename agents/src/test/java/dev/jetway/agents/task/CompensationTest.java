package dev.jetway.agents.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Skill;
import dev.jetway.agents.task.TaskStatus.Canceled;
import dev.jetway.agents.task.TaskStatus.Committing;
import dev.jetway.agents.task.TaskStatus.Completed;
import dev.jetway.agents.task.TaskStatus.Failed;
import dev.jetway.agents.task.TaskStatus.Working;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompensationTest {

    private static final Map<String, Skill> SKILLS = Stream.of(
                    skill("book").undoneBy("cancel", Map.of("reference", "/reference")), skill("cancel"), skill("find"))
            .collect(Collectors.toMap(Skill::id, Function.identity()));

    private static final TaskGraph TWO_BOOKINGS = plan(book("flight"), book("hotel"));
    private static final Completed BOOKED = new Completed("{\"reference\": \"JW1\"}", "Booked.", List.of());
    private static final Failed GONE = new Failed("The room is gone.");

    @Test
    void whatWasBookedIsUndoneWhenWhatWasApprovedWithItFails() {
        var plan = committed(TWO_BOOKINGS, "flight", "hotel").with("flight", BOOKED);
        assertThat(plan.ready()).as("the other may still succeed").isEmpty();

        var failed = plan.with("hotel", GONE);
        var undoing = failed.ready().get(0);

        assertThat(failed.ready()).hasSize(1);
        assertThat(undoing.id()).isEqualTo("undo-flight");
        assertThat(undoing.skill()).isEqualTo("cancel");
        assertThat(undoing.title()).isEqualTo("Undo: Book flight");
        assertThat(TaskInput.resolve(undoing.input(), failed)).hasToString("{\"reference\":\"JW1\"}");
        assertThat(failed.failedWith(failed.tasks().get("flight")))
                .extracting(Task::title)
                .containsExactly("Book hotel");
    }

    @Test
    void itIsPartOfThePlanFromItsFirstReportOnAndNeverTwice() {
        var failed = committed(TWO_BOOKINGS, "flight", "hotel")
                .with("flight", BOOKED)
                .with("hotel", GONE);
        assertThat(failed.tasks()).doesNotContainKey("undo-flight");

        var working = failed.with("undo-flight", new Working());

        assertThat(working.tasks()).containsKey("undo-flight");
        assertThat(working.settled()).isFalse();
        assertThat(working.ready()).isEmpty();
        assertThat(working.with("undo-flight", new Working())).isSameAs(working);
        var ended = working.with("undo-flight", BOOKED);
        assertThat(ended.settled()).isTrue();
        assertThat(ended.ready())
                .as("nothing is undone twice, and no undoing is undone")
                .isEmpty();
    }

    @Test
    void whatSucceededStaysWhenNothingThatBelongsWithItFailed() {
        assertThat(committed(TWO_BOOKINGS, "flight", "hotel")
                        .with("flight", BOOKED)
                        .with("hotel", BOOKED)
                        .ready())
                .as("everything was done")
                .isEmpty();
        assertThat(committed(TWO_BOOKINGS, "flight")
                        .with("hotel", new Canceled("You declined."))
                        .with("flight", BOOKED)
                        .ready())
                .as("declined is no failure")
                .isEmpty();
        var weather = plan(book("flight"), Task.of("weather", "find", "Weather", "{}"));
        assertThat(committed(weather, "flight")
                        .with("weather", new Failed("down"))
                        .with("flight", BOOKED)
                        .ready())
                .as("an answer that failed belongs to nothing")
                .isEmpty();
    }

    /** The traveler saw it in the plan when they approved the rest. */
    @Test
    void whatFailedBeforeAnybodyWasAskedUndoesNothing() {
        var plan = TWO_BOOKINGS.with("hotel", GONE);
        assertThat(committed(plan, "flight").with("flight", BOOKED).ready()).isEmpty();
    }

    @Test
    void whatBuildsOnABookingMayFailInPreparation() {
        var chain = plan(book("flight"), book("seat", "flight"));
        var failed = committed(chain, "flight").with("flight", BOOKED).with("seat", GONE);
        assertThat(failed.ready()).extracting(Task::id).containsExactly("undo-flight");
    }

    @Test
    void aLookAtWhatWasBookedMayFail() {
        var chain = plan(book("flight"), Task.of("show", "find", "Show it", "{}", "flight"));
        var failed = committed(chain, "flight").with("flight", BOOKED).with("show", new Failed("down"));
        assertThat(failed.ready()).isEmpty();
    }

    @Test
    void whatBuildsOnAnotherIsUndoneBeforeIt() {
        var chain = plan(book("flight"), book("seat", "flight"), book("hotel"));
        var failed = committed(chain, "flight", "seat", "hotel")
                .with("flight", BOOKED)
                .with("seat", BOOKED)
                .with("hotel", GONE);

        assertThat(failed.ready()).extracting(Task::id).containsExactly("undo-seat");
        assertThat(failed.with("undo-seat", BOOKED).ready())
                .extracting(Task::id)
                .containsExactly("undo-flight");
        assertThat(failed.with("undo-seat", new Canceled("You declined.")).ready())
                .as("what a seat is on stays while the seat does")
                .isEmpty();
    }

    @Test
    void nothingUndoesWhatNoAgentHereCanUndo() {
        var alone = Map.of("book", SKILLS.get("book"));
        var plan = TaskGraph.of(List.of(book("flight"), book("hotel")), alone.keySet())
                .compensable(alone);
        assertThat(committed(plan, "flight", "hotel")
                        .with("flight", BOOKED)
                        .with("hotel", GONE)
                        .ready())
                .isEmpty();
        assertThat(plan.with("undo-flight", new Working())).isSameAs(plan);
    }

    @Test
    void refusesWhatCouldNeverUndoAnything() {
        refused(
                "Task id 'undo-flight' begins as those of tasks that undo others do",
                Task.of("undo-flight", "find", "Find", "{}"));
        refused(
                "Task 'flight' would be undone by the skill 'pray', which no agent offers",
                book("flight").with(new Compensation("pray", "Undo", "{}")));
        refused(
                "What undoes task 'flight' may refer to its artifact only, in at most 16384 characters",
                book("hotel"),
                book("flight")
                        .with(new Compensation(
                                "cancel", "Undo", "{\"reference\": {\"$artifact\": \"hotel\", \"at\": \"\"}}")));
    }

    private static void refused(String why, Task... tasks) {
        assertThatThrownBy(() -> TaskGraph.of(List.of(tasks), SKILLS.keySet()))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage(why);
    }

    private static Skill skill(String id) {
        return new Skill(id, "It does " + id, JsonNodeFactory.instance.objectNode());
    }

    private static Task book(String id, String... dependsOn) {
        return Task.of(id, "book", "Book " + id, "{}", dependsOn);
    }

    private static TaskGraph plan(Task... tasks) {
        return TaskGraph.of(List.of(tasks), SKILLS.keySet()).compensable(SKILLS);
    }

    private static TaskGraph committed(TaskGraph plan, String... tasks) {
        var action = new Action(
                "bookings.create",
                JsonNodeFactory.instance.objectNode(),
                new Confirmation("Book", List.of(), Instant.EPOCH));
        var next = plan;
        for (var task : tasks) {
            next = next.with(task, new Committing("approval-of-" + task, action));
        }
        return next;
    }
}
