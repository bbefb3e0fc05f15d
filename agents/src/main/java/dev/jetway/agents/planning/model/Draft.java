package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.task.InvalidPlanException;
import dev.jetway.agents.task.TaskGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model answered, read and not yet believed.
 *
 * @param kind one of {@link AnswerSchema}
 */
record Draft(String kind, String text, List<Item> tasks, List<String> assumptions) {

    /** A task as the model put it. */
    record Item(String id, String skill, String title, ObjectNode input, Set<String> dependsOn, boolean optional) {}

    /** Longer answers are not read. */
    static final int MAX_CHARS = 64 * 1024;

    private static final int MAX_DEPTH = 24;
    private static final Set<String> KINDS = Set.of("plan", "question", "chat", "out_of_scope");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_CHARS)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws InvalidPlanException saying what is wrong in words a model can mend it by */
    static Draft of(String answer) {
        if (answer.length() > MAX_CHARS) {
            throw new InvalidPlanException(
                    "The answer has %d characters, over the limit of %d".formatted(answer.length(), MAX_CHARS));
        }
        var json = object(bare(answer), "The answer");
        var kind = json.path("kind").asText();
        if (!KINDS.contains(kind)) {
            throw new InvalidPlanException("kind must be one of plan, question, chat and out_of_scope");
        }
        var tasks = json.path("tasks");
        if (kind.equals("plan") && !tasks.isArray()) {
            throw new InvalidPlanException("A plan needs an array of tasks");
        }
        if (tasks.size() > TaskGraph.MAX_TASKS) {
            throw new InvalidPlanException(
                    "A plan of %d tasks is over the limit of %d".formatted(tasks.size(), TaskGraph.MAX_TASKS));
        }
        var items = new ArrayList<Item>();
        for (var task : tasks) {
            items.add(item(task));
        }
        return new Draft(kind, json.path("text").asText(), items, texts(json.path("assumptions")));
    }

    private static Item item(JsonNode task) {
        var id = task.path("id").asText();
        if (!task.path("id").isTextual() || !task.path("skill").isTextual()) {
            throw new InvalidPlanException("Every task needs an id and a skill");
        }
        return new Item(
                id,
                task.path("skill").asText(),
                task.path("title").asText(),
                input(id, task.path("input")),
                new TreeSet<>(texts(task.path("dependsOn"))),
                task.path("optional").asBoolean());
    }

    /** An object, or one as text. */
    private static ObjectNode input(String id, JsonNode input) {
        if (input instanceof ObjectNode object) {
            return object;
        }
        return object(input.asText("").isBlank() ? "{}" : input.asText(), "The input of task '%s'".formatted(id));
    }

    private static ObjectNode object(String json, String what) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidPlanException(what + " is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new InvalidPlanException(what + " is not readable as JSON: " + firstLine(e));
        }
    }

    private static String firstLine(JsonProcessingException e) {
        var message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return message.length() <= 200 ? message : message.substring(0, 200);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** Without the fence many a model puts around its JSON. */
    private static String bare(String answer) {
        var text = answer.strip();
        if (text.startsWith("```") && text.endsWith("```") && text.indexOf('\n') > 0) {
            return text.substring(text.indexOf('\n') + 1, text.length() - 3);
        }
        return text;
    }
}
