package dev.jetway.mcp.asked;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.ToolResult.Question;
import dev.jetway.agents.ToolResult.Question.Field;
import dev.jetway.agents.travel.Markdown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A question to the traveler as the protocol has it: a sentence, and a flat form. */
final class TravelerQuestion {

    private static final int MAX_FIELDS = 20;
    private static final int MAX_TEXT = 500;
    private static final int MAX_LABEL = 80;
    private static final int MAX_CHOICES = 30;
    private static final Set<String> PLAIN = Set.of("string", "number", "integer", "boolean");

    private TravelerQuestion() {}

    /** @throws IllegalArgumentException with what the server should do otherwise */
    static Question read(JsonNode params) {
        if (!params.path("mode").asText("form").equals("form")) {
            throw new IllegalArgumentException("the traveler can be asked in the form mode only");
        }
        if (params.path("message").asText("").isBlank()) {
            throw new IllegalArgumentException("there is no message");
        }
        JsonNode schema = params.path("requestedSchema");
        if (!schema.path("type").asText().equals("object")
                || !schema.path("properties").isObject()) {
            throw new IllegalArgumentException("requestedSchema must be an object with properties");
        }
        if (schema.path("properties").size() > MAX_FIELDS) {
            throw new IllegalArgumentException(
                    "a traveler is not asked more than %d things at once".formatted(MAX_FIELDS));
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            fields.add(field(property.getKey(), property.getValue(), required.contains(property.getKey())));
        }
        return new Question(Markdown.plain(params.path("message").asText(), MAX_TEXT), fields);
    }

    private static Field field(String name, JsonNode schema, boolean required) {
        boolean several = schema.path("type").asText().equals("array");
        JsonNode plain = several ? schema.path("items") : schema;
        boolean listed = plain.has("enum") || plain.has("oneOf") || plain.has("anyOf");
        if (!PLAIN.contains(plain.path("type").asText("")) && !listed || several && !listed) {
            throw new IllegalArgumentException(
                    "field '%s' is not a plain value".formatted(Markdown.plain(name, MAX_LABEL)));
        }
        String label = Markdown.plain(schema.path("title").asText(name), MAX_LABEL);
        return new Field(Markdown.plain(name, MAX_LABEL), label, required, choices(plain));
    }

    private static List<String> choices(JsonNode schema) {
        List<String> choices = new ArrayList<>();
        schema.path("enum").forEach(value -> choices.add(Markdown.plain(value.asText(), MAX_LABEL)));
        for (String key : List.of("oneOf", "anyOf")) {
            schema.path(key)
                    .forEach(choice -> choices.add(Markdown.plain(
                            choice.path("title").asText(choice.path("const").asText()), MAX_LABEL)));
        }
        if (choices.size() > MAX_CHOICES) {
            throw new IllegalArgumentException("a traveler is not given more than %d choices".formatted(MAX_CHOICES));
        }
        return choices;
    }
}
