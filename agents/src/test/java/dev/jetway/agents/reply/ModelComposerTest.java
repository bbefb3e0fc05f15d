package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.model.Answers;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelComposerTest {

    private static final String FOUND = "1. **Casa do Rossio** · €180.50 a night";
    private static final TaskGraph PLAN = TaskGraph.of(
                    List.of(
                            Task.of("stay", "hotels", "Hotels in Lisbon", "{\"checkIn\": \"2027-05-10\"}"),
                            Task.of("sky", "weather", "Weather", "{}").asOptional()),
                    Set.of("hotels", "weather"))
            .with("stay", new TaskStatus.Completed("""
                            {"options":[{"n": 1, "title": "Casa do Rossio",
                              "price": {"amount": 180.50, "currency": "EUR"}}]}""", FOUND, List.of()))
            .with("sky", new TaskStatus.Failed("The weather service does not answer."));
    private static final String LAST = "I could not check “Weather”: The weather service does not answer."
            + " The rest does not depend on it.\n\n*Please note:* Two guests.\n\n"
            + "To book one, tell me its number: “book the second one”.";

    private final Answers model = new Answers();
    private final List<String> shown = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    @Test
    void whatTheModelWritesIsShownSentenceBySentenceAndTheRestIsTheAgents() {
        model.says("I found one ho", "tel for 10 May. It costs €18", "0.50 a night.");
        var written = write(PLAN);

        assertThat(shown)
                .startsWith("I found one hotel for 10 May. ", "It costs €180.50 a night.")
                .hasSize(3);
        assertThat(written.text())
                .isEqualTo("I found one hotel for 10 May. It costs €180.50 a night.\n\n" + LAST)
                .isEqualTo(String.join("", shown));
        assertThat(written.use()).isEqualTo(new TokenUse(100, 20, 30));
        assertThat(troubles).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It is only €80 a night. ",
                "It is only eighty euros a night. ",
                "Check in is at 15:00. ",
                "It is free on 12 May. ",
                "It is free on Sunday 10 May. ",
                "Take the flight JW412. ",
                "Your reference is JWABC234. ",
                "The Grand Palace Hotel is better. ",
                "See [this page](https://example.com). ",
                "Go to www.example.com for more. ",
                "<img src=x> Nice! ",
                "Write to me@example.com soon. "
            })
    void whatNoResultSupportsIsLeftOutAndTheTravelerIsTold(String invented) {
        model.says("One hotel. ", invented, "Have fun.");
        var written = write(PLAN);

        assertThat(written.text())
                .isEqualTo("One hotel. Have fun.\n\n" + ModelComposer.LEFT_OUT + "\n\n" + LAST)
                .isEqualTo(String.join("", shown));
        assertThat(troubles).hasSize(1);
    }

    @Test
    void tooMuchThatIsInventedEndsWithAllThatWasFound() {
        model.says("One hotel.\n", "For €1.\n", "Or €2.\n", "Or €3.\n", "Really.");
        var written = write(PLAN);

        assertThat(written.text())
                .isEqualTo("One hotel.\n\n" + ModelComposer.IN_OTHER_WORDS + "\n\n" + FOUND + "\n\n" + LAST)
                .isEqualTo(String.join("", shown));
        assertThat(model.canceled).isPositive();
    }

    @Test
    void aStreamThatIsCutEndsWithAllThatWasFoundAndWithoutHalfASentence() {
        model.fails(ModelException.Kind.TIMED_OUT, "One hotel. ", "It costs €180.50 a ni");
        var written = write(PLAN);

        assertThat(written.text())
                .isEqualTo("One hotel. \n\n" + ModelComposer.IN_OTHER_WORDS + "\n\n" + FOUND + "\n\n" + LAST)
                .isEqualTo(String.join("", shown));
        assertThat(troubles).hasSize(1).element(0).asString().contains("TIMED_OUT");
    }

    @Test
    void aReplyAtItsLimitIsNotTakenForAWholeOne() {
        model.ends(Finish.LENGTH, "One hotel. ", "It costs €180");
        assertThat(write(PLAN).text()).startsWith("One hotel. \n\n" + ModelComposer.IN_OTHER_WORDS);
    }

    @Test
    void withoutAWordOfTheModelTheReplyIsTheTemplates() {
        var template = TemplateComposer.write(material(PLAN));
        model.fails(ModelException.Kind.UNAVAILABLE)
                .ends(Finish.REFUSED)
                .says("It costs €1.")
                .says("")
                .fails(ModelException.Kind.BUDGET_EXCEEDED);
        for (int i = 0; i < 5; i++) {
            assertThat(write(PLAN).text()).isEqualTo(template);
        }
        assertThat(shown).isEmpty();
        assertThat(troubles).hasSize(5);
    }

    @Test
    void whatWasDoneAndWhatFailedIsNeverTheModelsToTell() {
        var booked = new TaskStatus.Completed(
                "{\"reference\": \"JWABC234\"}", "Booked: **JWABC234**", List.of(), null, true);
        var done = TaskGraph.of(List.of(Task.of("b", "book", "Book", "{}")), Set.of("book"))
                .with("b", booked);
        var failed = TaskGraph.of(List.of(Task.of("b", "book", "Book", "{}")), Set.of("book"))
                .with("b", new TaskStatus.Failed("Sold out."));
        assertThat(write(done).text()).isEqualTo("Booked: **JWABC234**\n\n*Please note:* Two guests.");
        assertThat(write(failed).text()).isEqualTo("Sold out.");
        assertThat(model.asked).isEmpty();
    }

    @Test
    void anOptionKeepsTheNumberTheTravelerChoosesItBy() {
        var two = TaskGraph.of(List.of(Task.of("s", "hotels", "Hotels", "{}")), Set.of("hotels"))
                .with("s", new TaskStatus.Completed("""
                                {"options": [{"n": 1, "title": "Casa do Rossio"}, {"n": 2, "title": "Old Post"},
                                  {"n": 3, "title": "Blue Door"}]}""", FOUND, List.of()));
        model.says("1. **Casa do Rossio**: quiet.\n2. Old Post\n3. Blue Door\n\nNice.");
        assertThat(write(two).text())
                .startsWith("1. **Casa do Rossio**: quiet.\n2. Old Post\n3. Blue Door\n\nNice.\n\n*Pl");

        model.says("Best:\n1. Old Post\n2. Something\n");
        assertThat(write(two).text()).startsWith("Best:\n2. Something\n\n" + ModelComposer.LEFT_OUT);
        model.says("1. Casa do Rossio\n3. Blue Door\n");
        assertThat(write(two).text()).startsWith("1. Casa do Rossio\n\n" + ModelComposer.LEFT_OUT);
        model.says("1. Casa do Rossio\n2. Old Post for €7\n3. Blue Door\n");
        assertThat(write(two).text()).startsWith("1. Casa do Rossio\n\n" + ModelComposer.LEFT_OUT);
    }

    @Test
    void whatIsNotCurrentComesFirstWhateverTheModelWrites() {
        var old = TestContext.NOW.minus(Duration.ofDays(2)).toEpochMilli();
        var plan = TaskGraph.of(List.of(Task.of("s", "hotels", "Hotels", "{}")), Set.of("hotels"))
                .with("s", new TaskStatus.Completed("{}", FOUND, List.of(), old));
        model.says("One hotel.");
        assertThat(write(plan).text())
                .startsWith("**Not current:** “Hotels” is as of ")
                .contains("One hotel.");
    }

    @Test
    void instructionsAndResultsAreKeptApart() {
        model.says("One hotel.");
        write(PLAN);
        var messages = model.asked.get(0).messages();
        assertThat(((ChatMessage.Instructions) messages.get(0)).text()).doesNotContain("Rossio");
        assertThat(((ChatMessage.Asked) messages.get(1)).text()).contains("Rossio", "180.5", "Two guests.");
    }

    @Test
    void moreThanThereIsRoomForIsNotPutToTheModel() {
        var much = TaskGraph.of(List.of(Task.of("s", "hotels", "Hotels", "{}")), Set.of("hotels"))
                .with("s", new TaskStatus.Completed("{}", "word ".repeat(4_000), List.of()));
        assertThat(write(much).text()).startsWith("word word");
        assertThat(model.asked).isEmpty();
    }

    private Written write(TaskGraph plan) {
        return new ModelComposer(
                        model,
                        new TemplateComposer(),
                        new ModelWriting(Duration.ofSeconds(20), 2_000, 800),
                        troubles::add)
                .compose(material(plan), shown::add)
                .toCompletableFuture()
                .join();
    }

    private static Material material(TaskGraph plan) {
        return new Material("a hotel in Lisbon", plan, List.of("Two guests."), TestContext.TRAVELER, TestContext.NOW);
    }
}
