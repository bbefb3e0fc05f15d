package dev.jetway.agents.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskInputTest {

    private static final TaskGraph PLAN = TaskGraph.of(
                    List.of(Task.of("flights", "find", "Flights", "{}"), Task.of("hotels", "find", "Hotels", "{}")),
                    Set.of("find"))
            .with(
                    "flights",
                    new TaskStatus.Completed("{\"options\": [{\"offerId\": \"f1\", \"a/b\": 7}]}", "", List.of()));

    @Test
    void aReferenceStandsForAValueOfAnotherTasksArtifact() {
        var input = """
                {"deep": [{"offer": {"$artifact": "flights", "at": "/options/0/offerId"}}], "kept": true}
                """;
        assertThat(TaskInput.references(input)).containsExactly("flights");
        assertThat(TaskInput.resolve(input, PLAN)).hasToString("{\"deep\":[{\"offer\":\"f1\"}],\"kept\":true}");
    }

    @Test
    void theEmptyPointerMeansTheWholeArtifact() {
        assertThat(TaskInput.resolve("{\"all\": {\"$artifact\": \"flights\", \"at\": \"\"}}", PLAN)
                        .at("/all/options/0/a~1b")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void refusesAPointerToNothing() {
        refused("/options/3", "flights", "The artifact of task 'flights' has nothing at '/options/3'");
    }

    @Test
    void refusesTheArtifactOfATaskThatHasNotCompleted() {
        refused("", "hotels", "The artifact of task 'hotels' does not exist");
        refused("", "cruise", "The artifact of task 'cruise' does not exist");
    }

    @Test
    void refusesAMalformedPointerBeforeAnythingRuns() {
        assertThatThrownBy(() -> TaskInput.references("{\"x\": {\"$artifact\": \"flights\", \"at\": \"options\"}}"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage("'options' is not a JSON Pointer");
    }

    private static void refused(String pointer, String task, String why) {
        var input = "{\"x\": {\"$artifact\": \"%s\", \"at\": \"%s\"}}".formatted(task, pointer);
        assertThatThrownBy(() -> TaskInput.resolve(input, PLAN))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage(why);
    }
}
