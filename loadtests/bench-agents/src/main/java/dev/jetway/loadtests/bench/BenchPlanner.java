package dev.jetway.loadtests.bench;

import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Always plans a flight, a hotel and the weather; a text that starts with {@code slow} asks for tools that
 * take 0.2, 0.5 and 1.5 seconds. For the kill measurement only, which needs turns that are surely under way;
 * load is measured with the planner Jetway ships.
 */
public final class BenchPlanner implements Planner {

    static final String DELAY = "delayMs";

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        boolean slow = request.text().startsWith("slow");
        var tasks = List.of(
                task("flight", "flights.search", slow ? 200 : 0),
                task("hotel", "hotels.search", slow ? 500 : 0),
                task("weather", "weather.climate", slow ? 1500 : 0));
        var graph = TaskGraph.of(tasks, request.skills().keySet());
        return CompletableFuture.completedFuture(new Planning.Tasks(graph, List.of()));
    }

    private static Task task(String id, String skill, int delayMs) {
        return Task.of(id, skill, id, "{\"%s\": %d}".formatted(DELAY, delayMs));
    }
}
