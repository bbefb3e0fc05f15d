package dev.jetway.agents.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.Evaluation;
import dev.jetway.agents.evaluation.Evaluation.History;
import dev.jetway.agents.evaluation.LabeledRequests;
import dev.jetway.agents.evaluation.Scores;
import dev.jetway.agents.planning.EmbeddedPlanner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The project's own requests, as {@code ./jetway eval} puts them to the embedded planner. What is understood today must
 * not be lost: whoever makes it better raises the floors to a little under the new figures.
 */
class OwnRequestsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEAST_REQUESTS = 400;
    private static final int LEAST_OF_SEVERAL = 100;

    private static Scores scores;

    private record Floor(String name, double figure, double least) {}

    @BeforeAll
    static void putsThemToThePlanner() {
        var planner = new EmbeddedPlanner(Optional.of(new MiniLmEncoder()));
        var requests = LabeledRequests.read(Path.of("..", "evaluation", "requests"));
        scores = Scores.of(new Evaluation(planner, skills(), History.GOLD, PATIENCE).run(requests));
    }

    @TestFactory
    Stream<DynamicTest> noFigureFallsBelowItsFloor() {
        return Stream.of(
                        new Floor(
                                "right kind of answer, right tools",
                                scores.right().share(),
                                0.72),
                        new Floor("tools", scores.tools().share(), 0.67),
                        new Floor(
                                "tools, several requests in one",
                                scores.several().share(),
                                0.47),
                        new Floor("exact plan", scores.plan().share(), 0.53),
                        new Floor("slot F1", scores.slots().f1(), 0.75),
                        new Floor("asks back where it must", scores.asked().share(), 0.85),
                        new Floor("chat answered as chat", scores.chat().share(), 0.8),
                        new Floor("out of scope, recall", scores.outOfScope().share(), 0.6),
                        new Floor(
                                "out of scope, not alarmed falsely",
                                1 - scores.falseAlarms().share(),
                                0.95))
                .map(floor -> DynamicTest.dynamicTest(
                        floor.name(), () -> assertThat(floor.figure()).isGreaterThanOrEqualTo(floor.least())));
    }

    @Test
    void thereAreEnoughToTellAndEnoughThatAskForSeveralThings() {
        assertThat(scores.requests()).isGreaterThanOrEqualTo(LEAST_REQUESTS);
        assertThat(scores.several().of()).isGreaterThanOrEqualTo(LEAST_OF_SEVERAL);
    }

    private static Map<String, Skill> skills() {
        return ServiceLoader.load(AgentBehavior.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(agent -> agent.card().skills().stream())
                .collect(Collectors.toMap(Skill::id, Function.identity()));
    }
}
