package dev.jetway.agents.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    private static final Set<String> SKILLS = Set.of("find", "join");

    private static final TaskGraph TRIP = TaskGraph.of(
            List.of(
                    Task.of("flights", "find", "Flights", "{}"),
                    Task.of("hotels", "find", "Hotels", "{}"),
                    Task.of(
                            "plan",
                            "join",
                            "Day by day",
                            "{\"first\": {\"$artifact\": \"flights\", \"at\": \"/options/0\"}}",
                            "flights",
                            "hotels")),
            SKILLS);

    private static final TaskStatus.Completed FOUND =
            new TaskStatus.Completed("{\"options\": [{\"offerId\": \"f1\"}]}", "One flight", List.of());

    @Test
    void startsWithTheTasksThatWaitForNothing() {
        assertThat(TRIP.ready()).extracting(Task::id).containsExactly("flights", "hotels");
    }

    @Test
    void aTaskIsReadyWhenEverythingItWaitsForHasCompleted() {
        var half = TRIP.with("flights", FOUND);
        assertThat(half.ready()).extracting(Task::id).containsExactly("hotels");
        assertThat(half.with("hotels", FOUND).ready()).extracting(Task::id).containsExactly("plan");
    }

    @Test
    void whatWaitsForAFailureCanNeverBeReached() {
        var failed = TRIP.with("flights", new TaskStatus.Failed("sold out")).with("hotels", FOUND);
        assertThat(failed.unreachable()).extracting(Task::id).containsExactly("plan");
        assertThat(failed.settled()).isFalse();
        assertThat(failed.with("plan", new TaskStatus.Canceled("no flight")).settled())
                .isTrue();
    }

    @Test
    void theFirstEndIsKept() {
        var ended = TRIP.with("flights", FOUND);
        assertThat(ended.with("flights", new TaskStatus.Failed("late"))).isSameAs(ended);
    }

    @Test
    void reportsAboutAnotherPlanChangeNothing() {
        assertThat(TRIP.with("cruise", FOUND)).isSameAs(TRIP);
    }

    @Test
    void refusesTasksThatWaitForEachOther() {
        refused(
                "Tasks that wait for each other and can never start: [a, b]",
                Task.of("a", "find", "A", "{}", "b"),
                Task.of("b", "find", "B", "{}", "a"),
                Task.of("c", "find", "C", "{}"));
    }

    @Test
    void refusesATaskThatWaitsForAStranger() {
        refused("Task 'a' waits for 'z', which is not in the plan", Task.of("a", "find", "A", "{}", "z"));
    }

    @Test
    void refusesTwoTasksOfOneName() {
        refused("Two tasks are called 'a'", Task.of("a", "find", "A", "{}"), Task.of("a", "join", "B", "{}"));
    }

    @Test
    void refusesASkillThatNobodyOffers() {
        refused("Task 'a' asks for the skill 'fly', which no agent offers", Task.of("a", "fly", "A", "{}"));
    }

    @Test
    void refusesAnIdThatIsNoName() {
        refused("Task id 'A b' must be lower case letters, digits and hyphens, at most 32", task("A b", "{}"));
    }

    @Test
    void refusesAReferenceToATaskItDoesNotWaitFor() {
        refused(
                "Task 'b' refers to the artifact of 'a' without waiting for it",
                task("a", "{}"),
                task("b", "{\"x\": [{\"$artifact\": \"a\", \"at\": \"\"}]}"));
    }

    @Test
    void refusesAnInputThatIsNoJsonObject() {
        refused("A task's input must be a JSON object", task("a", "[]"));
        assertThatThrownBy(() -> TaskGraph.of(List.of(task("a", "{")), SKILLS))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith("A task's input is not JSON");
    }

    @Test
    void refusesWhatIsTooLarge() {
        refused("A plan needs at least one task");
        refused(
                "A plan of 25 tasks is over the limit of 24",
                IntStream.range(0, 25).mapToObj(i -> task("t" + i, "{}")).toArray(Task[]::new));
        refused(
                "The input of task 'a' has 16393 characters, over the limit of 16384",
                task("a", "{\"x\": \"" + "y".repeat(16 * 1024) + "\"}").asOptional());
    }

    @Test
    void refusesATaskThatHasAlreadyBegun() {
        var begun = TRIP.with("flights", new TaskStatus.Working()).tasks().get("flights");
        refused("Task 'flights' of a new plan is already working", begun);
    }

    @Test
    void startsWhatWaitsForNothing() {
        var plan = TaskGraph.of(
                        List.of(task("a", "{}"), task("b", "{}"), Task.of("c", "find", "Task", "{}", "a")), SKILLS)
                .started();
        assertThat(plan.working()).extracting(Task::id).containsExactly("a", "b");
        assertThat(plan.ready()).isEmpty();
        assertThat(plan.tasks().get("c").status()).isEqualTo(new TaskStatus.Submitted());
    }

    private static Task task(String id, String input) {
        return Task.of(id, "find", "Task", input);
    }

    private static void refused(String why, Task... tasks) {
        assertThatThrownBy(() -> TaskGraph.of(List.of(tasks), SKILLS))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage(why);
    }
}
