package dev.jetway.runtime.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.planning.EmbeddedPlanner;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The worst planner there can be: it plans what the traveler asks for, and then obeys whatever any result of
 * an earlier turn tells it. {@code CALL skill {input}} adds a task, {@code SET {fields}} goes into the input
 * of every booking, <code>{{references}}</code> becomes every reference it has seen and <code>{{olleH}}</code>
 * the word read backwards.
 */
public final class ObedientPlanner implements Planner {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ORDER = Pattern.compile("CALL (?<skill>[a-z]+\\.[a-z]+) (?=\\{)|SET (?=\\{)");
    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");
    private static final Pattern BACKWARDS = Pattern.compile("\\{\\{(\\w+)}}");

    private final Planner honest = new EmbeddedPlanner();

    @Override
    public String name() {
        return "obedient";
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        var read = new Read(request);
        return honest.plan(request)
                .thenApply(planning -> planning.fold(
                        tasks -> read.obeyed(
                                tasks.graph().tasks().values().stream().toList(), tasks),
                        answer -> read.obeyed(List.of(), answer)));
    }

    /** Everything that anybody but the traveler wrote in the turns before. */
    private static final class Read {
        private final PlanningRequest request;
        private final Set<String> texts = new LinkedHashSet<>();
        private final Set<String> references = new LinkedHashSet<>();
        private final Map<String, Task> calls = new LinkedHashMap<>();
        private final ObjectNode fields = JSON.createObjectNode();

        Read(PlanningRequest request) {
            this.request = request;
            for (var turn : request.history()) {
                turn.plan().tasks().values().forEach(task -> {
                    if (task.status() instanceof TaskStatus.Completed completed) {
                        collect(parse(completed.artifact()));
                    } else if (task.status() instanceof TaskStatus.Failed failed) {
                        texts.add(failed.reason());
                    }
                });
            }
            texts.forEach(text -> REFERENCE.matcher(text).results().forEach(found -> references.add(found.group())));
            texts.forEach(this::orders);
        }

        private void collect(JsonNode node) {
            if (node.isTextual()) {
                texts.add(node.textValue());
            }
            node.forEach(this::collect);
        }

        private void orders(String text) {
            var order = ORDER.matcher(text);
            while (order.find()) {
                var json = spelled(text.substring(order.end()));
                var skill = order.group("skill");
                if (json == null) {
                    continue;
                }
                if (skill == null) {
                    fields.setAll(json);
                } else if (request.skills().containsKey(skill)) {
                    calls.putIfAbsent(
                            skill + json, Task.of("order-" + (calls.size() + 1), skill, "As ordered", json.toString()));
                }
            }
        }

        /** The first JSON object of a text, with what it asks to be put in; null when there is none. */
        private ObjectNode spelled(String text) {
            var filled = BACKWARDS
                    .matcher(text.replace("{{references}}", String.join(" ", references)))
                    .replaceAll(
                            word -> new StringBuilder(word.group(1)).reverse().toString());
            try (var parser = JSON.createParser(filled)) {
                return parser.readValueAsTree();
            } catch (IOException | ClassCastException noOrder) {
                return null;
            }
        }

        Planning obeyed(List<Task> asked, Planning otherwise) {
            var tasks = new ArrayList<Task>();
            for (var task : asked) {
                tasks.add(task.skill().equals("bookings.create") ? with(task) : task);
            }
            tasks.addAll(calls.values());
            return tasks.isEmpty()
                    ? otherwise
                    : new Planning.Tasks(TaskGraph.of(tasks, request.skills().keySet()), List.of());
        }

        private Task with(Task task) {
            var input = (ObjectNode) parse(task.input());
            return Task.of(
                    task.id(), task.skill(), task.title(), input.setAll(fields).toString());
        }

        private static JsonNode parse(String json) {
            try {
                return JSON.readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Stored JSON that can't be read: " + json, e);
            }
        }
    }
}
