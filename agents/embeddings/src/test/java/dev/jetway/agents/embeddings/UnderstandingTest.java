package dev.jetway.agents.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.EmbeddedPlanner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.Planning.Answer.Kind;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.testing.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded planner understands beyond keywords. */
class UnderstandingTest {

    private static final Map<String, Skill> SKILLS = ServiceLoader.load(AgentBehavior.class).stream()
            .map(ServiceLoader.Provider::get)
            .flatMap(agent -> agent.card().skills().stream())
            .collect(Collectors.toUnmodifiableMap(Skill::id, skill -> skill));

    private static final EmbeddedPlanner PLANNER = new EmbeddedPlanner();

    @BeforeAll
    static void learn() {
        PLANNER.prepare(SKILLS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "find us a bed in Ghent from 3 to 5 May|hotels.search",
                "Glasgow to Palma on 3 May|flights.search",
                "should I pack an umbrella for Oslo tomorrow?|weather.forecast",
                "pull up everything that is reserved for me|bookings.list",
                "get rid of JWABC123|bookings.cancel",
                "how many inhabitants does Tallinn have?|destinations.describe",
                "am I a gold member already?|loyalty.account"
            })
    void isWhatIsLikeAnExample(String text, String skill) {
        assertThat(skills(plan(text))).containsExactly(skill);
    }

    @Test
    void aPartWithoutAKeywordAsksForSomethingAsWell() {
        assertThat(skills(plan("flights from London to Nice on 3 May, and will we need an umbrella over there?")))
                .contains("flights.search")
                .anyMatch(skill -> skill.startsWith("weather."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"order a pizza to my room", "what is the meaning of love", "find a good lawyer", "sing me a song"
            })
    void whatNobodyHereDoesIsDeclined(String text) {
        assertThat(kind(plan(text))).isEqualTo(Kind.OUT_OF_SCOPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"good day to you", "many thanks for your help", "see you tomorrow then, bye", "what are you?"})
    void smallTalkIsAnsweredAsSuch(String text) {
        assertThat(kind(plan(text))).isEqualTo(Kind.CHAT);
    }

    @Test
    void aKeywordInAnotherSenseIsNoWish() {
        assertThat(kind(plan("write a poem about a flight attendant"))).isEqualTo(Kind.OUT_OF_SCOPE);
    }

    @Test
    void whatWasAskedIsAnsweredAfterAQuestionWhatToDo() {
        var history = new ArrayList<PastTurn>();
        var first = plan("Tallinn from 3 to 5 May?", history);
        assertThat(kind(first)).isEqualTo(Kind.QUESTION);
        history.add(new PastTurn("Tallinn from 3 to 5 May?", TaskGraph.EMPTY, "What can I do for you?"));
        assertThat(tasks(plan("hotels please", history)).get(0).input())
                .contains("Tallinn", "2027-05-03", "2027-05-05");
    }

    @Test
    void aPlanSaysWhoMadeItAndHowSureTheyAre() {
        var maker = plan("hotels in Ghent from 3 to 5 May").maker();
        assertThat(maker.planner()).isEqualTo("embedded");
        assertThat(maker.confidence()).isGreaterThan(0.9).isLessThanOrEqualTo(1);
        assertThat(plan("Tallinn").maker().confidence()).isLessThan(0.9);
    }

    @Test
    void manyAtOnceGetTheSamePlan() {
        var alone = plan("find us a bed in Ghent from 3 to 5 May");
        assertThat(IntStream.range(0, 32)
                        .parallel()
                        .mapToObj(n -> plan("find us a bed in Ghent from 3 to 5 May"))
                        .toList())
                .containsOnly(alone);
    }

    private static Planning plan(String text) {
        return plan(text, List.of());
    }

    private static Planning plan(String text, List<PastTurn> history) {
        return PLANNER.plan(new PlanningRequest(text, TestContext.NOW, TestContext.TRAVELER, history, SKILLS))
                .toCompletableFuture()
                .join();
    }

    private static Kind kind(Planning planning) {
        return planning.fold(tasks -> null, Planning.Answer::kind);
    }

    private static List<Task> tasks(Planning planning) {
        return planning.fold(tasks -> List.copyOf(tasks.graph().tasks().values()), answer -> List.of());
    }

    private static List<String> skills(Planning planning) {
        return tasks(planning).stream().map(Task::skill).toList();
    }
}
