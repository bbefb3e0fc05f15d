package dev.jetway.agents.planning;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A conversation with the embedded planner, with the skills of every agent on the class path. */
final class Talk {

    static final Map<String, Skill> SKILLS = skills();

    private static final EmbeddedPlanner PLANNER = new EmbeddedPlanner();

    private final List<PastTurn> history = new ArrayList<>();
    private Traveler traveler = TestContext.TRAVELER;
    private Instant now = TestContext.NOW;

    static Planning plan(String text) {
        return new Talk().say(text);
    }

    /** The tasks in a compact form: {@code skill{field=value, …}}, fields and tasks sorted. */
    static String sketch(Planning planning) {
        return planning.fold(
                tasks -> tasks.graph().tasks().values().stream()
                        .map(Talk::sketch)
                        .collect(Collectors.joining(" + ")),
                answer -> "? " + answer.text());
    }

    Talk as(Traveler other) {
        traveler = other;
        return this;
    }

    Talk at(Instant instant) {
        now = instant;
        return this;
    }

    /** Says something; the turn ends without results. */
    Planning say(String text) {
        var planning = plan(text, history);
        history.add(new PastTurn(
                text,
                planning.fold(Planning.Tasks::graph, answer -> TaskGraph.EMPTY),
                planning.fold(tasks -> "", Planning.Answer::text)));
        return planning;
    }

    /** Says something; the first tasks complete with these artifacts, by task id. */
    Planning say(String text, Map<String, String> artifacts) {
        var planning = plan(text, history);
        var graph = planning.fold(Planning.Tasks::graph, answer -> TaskGraph.EMPTY);
        for (var artifact : artifacts.entrySet()) {
            graph = graph.with(artifact.getKey(), new TaskStatus.Completed(artifact.getValue(), "shown", List.of()));
        }
        history.add(new PastTurn(text, graph, "shown"));
        return planning;
    }

    private Planning plan(String text, List<PastTurn> before) {
        return PLANNER.plan(new PlanningRequest(text, now, traveler, before, SKILLS))
                .toCompletableFuture()
                .join();
    }

    private static String sketch(Task task) {
        var fields = new TreeMap<String, String>();
        try {
            new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(task.input())
                    .properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            field.getValue().isTextual()
                                    ? field.getValue().textValue()
                                    : field.getValue().toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return task.skill() + (task.optional() ? "?" : "") + fields;
    }

    private static Map<String, Skill> skills() {
        return ServiceLoader.load(AgentBehavior.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(agent -> agent.card().skills().stream())
                .sorted(Comparator.comparing(Skill::id))
                .collect(Collectors.toUnmodifiableMap(Skill::id, skill -> skill));
    }
}
