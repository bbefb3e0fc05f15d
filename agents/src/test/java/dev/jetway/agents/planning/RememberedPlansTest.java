package dev.jetway.agents.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.memory.Home;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.testing.ScriptedMemory;
import dev.jetway.agents.testing.TestContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedPlansTest {

    private static final EmbeddedPlanner PLANNER = new EmbeddedPlanner();
    private static final Remembered FROM_EDINBURGH = ScriptedMemory.of(
                    Note.of(new Home("Edinburgh", "GB", "EDI")),
                    new Note(Preference.CABIN, "business"),
                    new Note(Preference.STARS, "4"))
            .known();
    private static final String ADMITTED = "From Edinburgh, as you asked me to remember.";

    @Test
    void whoSaysNotWhereFromStartsWhereTheyAlwaysDo() {
        var planning = plan("flights to Lisbon on Friday", FROM_EDINBURGH);
        assertThat(Talk.sketch(planning)).contains("origin=EDI", "destination=LIS");
        assertThat(assumptions(planning)).contains(ADMITTED);
        assertThat(((Planning.Tasks) planning).graph().tasks().get("flights").title())
                .isEqualTo("Flights to Lisbon");
    }

    @Test
    void withoutMemoryTheyAreAsked() {
        assertThat(Talk.sketch(plan("flights to Lisbon on Friday", Remembered.NOTHING)))
                .startsWith("? ")
                .contains("where you start from");
    }

    @Test
    void whatTheySayWins() {
        var planning = plan("economy flights from London to Lisbon on Friday", FROM_EDINBURGH);
        assertThat(Talk.sketch(planning)).contains("origin=LON").doesNotContain("EDI", "business");
        assertThat(assumptions(planning)).noneMatch(sentence -> sentence.contains("remember"));
    }

    @Test
    void aCountryTheySayTheyStartFromIsNotReplaced() {
        assertThat(Talk.sketch(plan("flights from Spain to Lisbon on Friday", FROM_EDINBURGH)))
                .startsWith("? ")
                .contains("Spain");
    }

    @Test
    void nobodyFliesFromHomeToHome() {
        assertThat(Talk.sketch(plan("flights to Edinburgh on Friday", FROM_EDINBURGH)))
                .startsWith("? ")
                .contains("where you start from");
    }

    @Test
    void aHotelIsAsGoodAsTheyLike() {
        var planning = plan("hotels in Lisbon for two nights from Friday", FROM_EDINBURGH);
        assertThat(Talk.sketch(planning)).contains("=4");
        assertThat(assumptions(planning))
                .contains("With 4 stars, as you asked me to remember.")
                .doesNotContain(ADMITTED);
    }

    /** The answer to a question that was asked before anything was remembered. */
    @Test
    void anAnswerToAnEarlierQuestionStillIsOne() {
        var asked = new PastTurn(
                "flights to Lisbon on Friday", TaskGraph.EMPTY, "Happy to look. Please tell me where you start from.");
        var request = new PlanningRequest(
                "Glasgow", TestContext.NOW, TestContext.TRAVELER, List.of(asked), Talk.SKILLS, FROM_EDINBURGH);
        assertThat(Talk.sketch(PLANNER.plan(request).toCompletableFuture().join()))
                .contains("origin=GLA", "destination=LIS");
    }

    @Test
    void whatIsToBeRememberedBecomesATask() {
        assertThat(Talk.sketch(Talk.plan("remember that I always fly from Edinburgh")))
                .isEqualTo("memory.remember{home={\"city\":\"Edinburgh\",\"country\":\"GB\",\"iata\":\"EDI\"}}");
        assertThat(Talk.sketch(Talk.plan("what do you remember about me?"))).isEqualTo("memory.recall{}");
        assertThat(Talk.sketch(Talk.plan("forget everything about me"))).isEqualTo("memory.forget{everything=true}");
        assertThat(Talk.sketch(Talk.plan("forget my home airport and my trips")))
                .isEqualTo("memory.forget{preferences=[\"home\"], trips=true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remember that I always fly from Edinburgh, and find me flights to Lisbon on Friday",
                "Remember that I start from Edinburgh. Show me flights to Lisbon on Friday",
                "I always fly from Edinburgh, I need a flight to Lisbon on Friday"
            })
    void whatElseIsAskedForIsPlannedWithIt(String text) {
        assertThat(Talk.sketch(Talk.plan(text)))
                .contains("flights.search", "origin=EDI", "destination=LIS", " + memory.remember{home=");
    }

    @Test
    void twoThingsToRememberAreOneTask() {
        assertThat(Talk.sketch(Talk.plan("remember that I like business class and window seats")))
                .isEqualTo("memory.remember{cabin=business, seat=window}");
    }

    @Test
    void whatIsToBeRememberedIsNoPartOfTheTripThatIsTalkedAbout() {
        var talk = new Talk();
        talk.say("hotels in Rome for two nights from Friday");
        talk.say("remember that I always fly from Edinburgh");
        assertThat(Talk.sketch(talk.say("make it three nights")))
                .startsWith("hotels.search")
                .contains("Rome");
        assertThat(Talk.sketch(talk.say("flights to Lisbon on Friday"))).contains("where you start from");
    }

    private static Planning plan(String text, Remembered known) {
        var request = new PlanningRequest(text, TestContext.NOW, TestContext.TRAVELER, List.of(), Talk.SKILLS, known);
        return PLANNER.plan(request).toCompletableFuture().join();
    }

    private static List<String> assumptions(Planning planning) {
        return planning.fold(Planning.Tasks::assumptions, answer -> List.of());
    }
}
