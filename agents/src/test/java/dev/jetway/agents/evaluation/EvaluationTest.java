package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.Evaluation.History;
import dev.jetway.agents.evaluation.LabeledRequest.Expected;
import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import dev.jetway.agents.evaluation.LabeledRequest.Turn;
import dev.jetway.agents.evaluation.Verdict.Got;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus.Completed;
import dev.jetway.agents.testing.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final Map<String, Skill> SKILLS =
            Map.of("a.find", skill("a.find"), "a.book", skill("a.book"), "b.find", skill("b.find"));

    private final List<PlanningRequest> asked = new ArrayList<>();

    /** Plans one task of the skill that a message names. */
    private final Planner echo = new Planner() {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            asked.add(request);
            return switch (request.text()) {
                case "break" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
                case "throw" -> throw new IndexOutOfBoundsException("thrown");
                case "never" -> new CompletableFuture<>();
                case "?" -> CompletableFuture.completedFuture(new Planning.Answer("What?"));
                default ->
                    CompletableFuture.completedFuture(new Planning.Tasks(
                            TaskGraph.of(List.of(Task.of("t", request.text(), "", "{}")), SKILLS.keySet()), List.of()));
            };
        }
    };

    @Test
    void goldHistoryIsWhatShouldHaveBeenPlannedAndBeenBrought() {
        var verdict =
                run(History.GOLD, "a.book", turn("b.find", "a.find", "a.find")).get(0);

        assertThat(verdict.tools()).isTrue();
        assertThat(asked).hasSize(1);
        var past = asked.get(0).history().get(0);
        assertThat(past.text()).isEqualTo("b.find");
        assertThat(past.reply()).isEqualTo("Done.");
        assertThat(past.plan().tasks().keySet()).containsExactly("a", "a-2");
        assertThat(artifacts(past.plan())).containsExactly("{\"n\":0}", "{\"n\":1}");
    }

    @Test
    void ownHistoryIsWhatThePlannerMadeOfItWithWhatWasBroughtWhereItIsRight() {
        run(History.OWN, "a.book", turn("a.find", "a.find"), turn("b.find", "a.find"), turn("?", "a.find"));

        assertThat(asked).hasSize(4);
        assertThat(asked.get(3).history()).hasSize(3);
        assertThat(artifacts(asked.get(3).history().get(0).plan())).containsExactly("{\"n\":0}");
        assertThat(artifacts(asked.get(3).history().get(1).plan())).containsExactly("{}");
        assertThat(asked.get(3).history().get(2).plan().tasks()).isEmpty();
        assertThat(asked.get(3).history().get(2).reply()).isEqualTo("What?");
    }

    @Test
    void aPlannerThatBreaksThrowsOrNeverAnswersIsWrongAndTheRestGoesOn() {
        for (var text : List.of("break", "throw", "never")) {
            assertThat(run(History.GOLD, text, "a.find").get(0).got()).as(text).isEqualTo(Got.FAILED);
        }
        assertThat(run(History.GOLD, "a.find").get(0).right()).isTrue();
    }

    @Test
    void aSkillThatNobodyOffersIsBadDataBeforeAnythingIsPlanned() {
        assertThatThrownBy(() -> run(History.GOLD, "a.book", turn("?", "c.find")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("a.jsonl:1: no agent offers the skill 'c.find' of own-1");
        assertThat(asked).isEmpty();
    }

    private List<Verdict> run(History history, String said, Turn... turns) {
        return run(history, said, said, turns);
    }

    private List<Verdict> run(History history, String said, String expected, Turn... turns) {
        var request = new LabeledRequest(
                "own-1",
                "a.jsonl:1",
                TestContext.NOW,
                TestContext.TRAVELER,
                said,
                List.of(turns),
                Outcome.PLAN,
                List.of(task(expected, 0)),
                Set.of(),
                Set.of());
        return new Evaluation(echo, SKILLS, history, Duration.ofMillis(200)).run(List.of(request));
    }

    private static Turn turn(String text, String... skills) {
        var tasks = new ArrayList<Expected>();
        for (var skill : skills) {
            tasks.add(task(skill, tasks.size()));
        }
        return new Turn(text, tasks, "Done.");
    }

    private static Expected task(String skill, int n) {
        return new Expected(
                skill, object(), JsonNodeFactory.instance.objectNode().put("n", n), false);
    }

    private static List<String> artifacts(TaskGraph plan) {
        return plan.tasks().values().stream()
                .map(task -> ((Completed) task.status()).artifact())
                .toList();
    }

    private static Skill skill(String id) {
        return new Skill(id, "", object());
    }

    private static JsonNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
