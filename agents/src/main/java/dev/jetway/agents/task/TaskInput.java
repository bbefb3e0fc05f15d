package dev.jetway.agents.task;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A task's input, in which {@code {"$artifact": "flights", "at": "/options/0/offerId"}} stands for the
 * value at that JSON Pointer (RFC 6901) in the artifact of the task {@code flights}.
 */
public final class TaskInput {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARTIFACT = "$artifact";

    private TaskInput() {}

    /**
     * The ids of the tasks an input refers to.
     *
     * @throws InvalidPlanException when the input is not a JSON object or a pointer is malformed
     */
    public static Set<String> references(String input) {
        var found = new TreeSet<String>();
        collect(parse(input), found);
        return found;
    }

    /**
     * An input whose properties all stand for values in the artifact of one task.
     *
     * @param pointers by property, a JSON Pointer into the artifact
     */
    static String referring(Map<String, String> pointers, String taskId) {
        var input = JSON.createObjectNode();
        new TreeMap<>(pointers)
                .forEach((property, pointer) ->
                        input.putObject(property).put(ARTIFACT, taskId).put("at", pointer));
        return input.toString();
    }

    /**
     * Replaces every reference by the value it stands for.
     *
     * @throws InvalidPlanException when an artifact has no such value
     */
    public static JsonNode resolve(String input, TaskGraph plan) {
        return replace(parse(input), plan);
    }

    private static JsonNode parse(String input) {
        try {
            var node = JSON.readTree(input);
            if (!(node instanceof ObjectNode)) {
                throw new InvalidPlanException("A task's input must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidPlanException("A task's input is not JSON: " + e.getOriginalMessage());
        }
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.has(ARTIFACT)) {
            pointer(node);
            found.add(node.get(ARTIFACT).asText());
            return;
        }
        node.forEach(child -> collect(child, found));
    }

    private static JsonNode replace(JsonNode node, TaskGraph plan) {
        if (node.has(ARTIFACT)) {
            return valueOf(node, plan);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(replace(entry.getValue(), plan)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replace(array.get(i), plan));
            }
        }
        return node;
    }

    private static JsonNode valueOf(JsonNode reference, TaskGraph plan) {
        var id = reference.get(ARTIFACT).asText();
        var task = plan.tasks().get(id);
        if (task == null || !(task.status() instanceof TaskStatus.Completed completed)) {
            throw new InvalidPlanException("The artifact of task '%s' does not exist".formatted(id));
        }
        var value = parse(completed.artifact()).at(pointer(reference));
        if (value.isMissingNode()) {
            throw new InvalidPlanException("The artifact of task '%s' has nothing at '%s'"
                    .formatted(id, reference.path("at").asText()));
        }
        return value;
    }

    private static JsonPointer pointer(JsonNode reference) {
        try {
            return JsonPointer.compile(reference.path("at").asText());
        } catch (IllegalArgumentException e) {
            throw new InvalidPlanException(
                    "'%s' is not a JSON Pointer".formatted(reference.path("at").asText()));
        }
    }
}
