package dev.jetway.loadtests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BenchAgentsTest {

    private static final String FLIGHTS = """
            {"options": [{"carrier": "LH", "from": "FRA", "to": "LIS", "depart": "2026-12-01T08:15:00Z",
              "price": 129, "currency": "EUR"}]}""";

    private static List<AgentBehavior> benchAgents() {
        return ServiceLoader.load(AgentBehavior.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(agent -> agent.card().name().startsWith("bench-"))
                .toList();
    }

    @Test
    void theBenchOffersTheSkillsOfTheShippedAgentsUnchanged() {
        var shipped = ServiceLoader.load(AgentBehavior.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(agent -> !agent.card().name().startsWith("bench-"))
                .flatMap(agent -> agent.card().skills().stream())
                .toList();
        assertThat(benchAgents())
                .hasSize(3)
                .allSatisfy(
                        agent -> assertThat(shipped).containsAll(agent.card().skills()));
    }

    @Test
    void aToolIsCalledUnderTheSessionAndTurnTheLoadClientChose() {
        var tools = new ScriptedTools().expect("bench.search_flights", """
                        {"session": "w1-7-3", "turn": 9, "q": "{\\"delayMs\\":200}", "delayMs": 200}""").answers(FLIGHTS);
        var input = JsonNodeFactory.instance.objectNode().put("delayMs", 200);
        var task = new AgentTask("ZGV2OncxLTctMw.w1-7-3", "w1-7-3-9", "flight", "flights.search", input);

        var result = new BenchFlightAgent().handle(task, TestContext.with(tools));

        tools.verify();
        assertThat(result)
                .isCompletedWithValueMatching(done -> done instanceof AgentResult.Completed completed
                        && completed.text().equals("Fly LH FRA-LIS at 2026-12-01T08:15:00Z for 129 EUR."));
    }

    @Test
    void aSlowTextAsksForSlowTools() {
        assertThat(delays("slow trip")).containsExactlyInAnyOrder(200, 500, 1500);
        assertThat(delays("quick trip")).containsOnly(0);
    }

    private static List<Integer> delays(String text) {
        var skills = benchAgents().stream()
                .flatMap(agent -> agent.card().skills().stream())
                .collect(Collectors.toMap(skill -> skill.id(), Function.identity()));
        var request = new PlanningRequest(text, TestContext.NOW, TestContext.TRAVELER, List.of(), skills);
        var planning = new BenchPlanner().plan(request).toCompletableFuture().join();
        return planning.<List<Integer>>fold(BenchAgentsTest::delays, answer -> List.of());
    }

    private static List<Integer> delays(Planning.Tasks tasks) {
        return tasks.graph().tasks().values().stream()
                .map(task -> Integer.valueOf(task.input().replaceAll("\\D", "")))
                .toList();
    }
}
