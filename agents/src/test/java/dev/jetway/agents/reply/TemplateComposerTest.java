package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateComposerTest {

    private static final Instant NOW = TestContext.NOW;
    private static final String OPTIONS = "{\"options\":[{\"n\":1}]}";

    @Test
    void resultsComeFirstThenNotesThenHowToBook() {
        var reply = compose(
                List.of("I searched for one adult."),
                Task.of("flights", "s", "Flights", "{}"),
                new TaskStatus.Completed(OPTIONS, "**Flights**", List.of("Prices are simulated.")),
                Task.of("hotels", "s", "Hotels", "{}"),
                new TaskStatus.Completed(OPTIONS, "**Hotels**", List.of("Prices are simulated.")));
        assertThat(reply).isEqualTo("""
                        **Flights**

                        **Hotels**

                        *Please note:* I searched for one adult. Prices are simulated.

                        To book one, say which: “book the second hotel”.""");
    }

    @Test
    void whatIsNotCurrentIsSaidFirstWithTheTravelersOwnTime() {
        var reply = compose(
                List.of(),
                Task.of("weather", "s", "Weather in *Rome*", "{}"),
                new TaskStatus.Completed(
                        "{}",
                        "**Weather**: sunny",
                        List.of(),
                        NOW.minusSeconds(600).toEpochMilli()),
                Task.of("hotels", "s", "Hotels", "{}"),
                new TaskStatus.Completed("{}", "**Hotels**", List.of()));
        assertThat(reply).isEqualTo("""
                        **Not current:** “Weather in \\*Rome\\*” is as of 08:50. The service behind it does not \
                        answer right now, so this may have changed.

                        **Hotels**

                        **Weather**: sunny""");
    }

    @Test
    void aFailedOptionalTaskIsSaidAndTheRestIsThere() {
        var reply = compose(
                List.of(),
                Task.of("flights", "s", "Flights", "{}"),
                new TaskStatus.Completed("{}", "**Flights**", List.of()),
                Task.of("weather", "s", "Weather in Rome", "{}").asOptional(),
                new TaskStatus.Failed("The weather service did not answer."));
        assertThat(reply)
                .isEqualTo("**Flights**\n\nI could not check “Weather in Rome”: The weather service did not answer."
                        + " The rest does not depend on it.");
    }

    @Test
    void aFailureBesideAResultIsNamed() {
        var reply = compose(
                List.of(),
                Task.of("flights", "s", "Flights", "{}"),
                new TaskStatus.Completed("{}", "**Flights found**", List.of()),
                Task.of("hotels", "s", "Hotels *in* Rome", "{}"),
                new TaskStatus.Failed("Hotels could not be reached."));
        assertThat(reply).isEqualTo("**Flights found**\n\n**Hotels \\*in\\* Rome**: Hotels could not be reached.");
    }

    @Test
    void aLoneFailureIsOneSentence() {
        assertThat(compose(
                        List.of("I searched for one adult."),
                        Task.of("hotels", "s", "Hotels", "{}"),
                        new TaskStatus.Failed("Hotels could not be reached.")))
                .isEqualTo("Hotels could not be reached.");
    }

    @Test
    void aQuestionComesLast() {
        assertThat(compose(
                        List.of(),
                        Task.of("a", "s", "Change", "{}"),
                        new TaskStatus.InputRequired("To which day?"),
                        Task.of("b", "s", "Hotels", "{}"),
                        new TaskStatus.Completed(OPTIONS, "**Hotels**", List.of())))
                .isEqualTo("**Hotels**\n\nTo which day?");
    }

    @Test
    void aDeclinedBookingSaysThatNothingWasBooked() {
        assertThat(compose(
                        List.of(),
                        Task.of("bookings", "bookings.create", "Book it", "{}"),
                        new TaskStatus.Canceled("You declined.")))
                .isEqualTo("You declined. Nothing was booked or changed.");
    }

    private static String compose(List<String> assumptions, Object... tasksAndStatuses) {
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < tasksAndStatuses.length; i += 2) {
            tasks.add((Task) tasksAndStatuses[i]);
        }
        var graph = TaskGraph.of(tasks, Set.of("s", "bookings.create"));
        for (int i = 0; i < tasksAndStatuses.length; i += 2) {
            graph = graph.with(tasks.get(i / 2).id(), (TaskStatus) tasksAndStatuses[i + 1]);
        }
        return new TemplateComposer()
                .compose(new Material("text", graph, assumptions, TestContext.TRAVELER, TestContext.NOW), piece -> {})
                .toCompletableFuture()
                .join()
                .text();
    }
}
