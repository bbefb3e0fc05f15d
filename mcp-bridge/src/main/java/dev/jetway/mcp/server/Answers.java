package dev.jetway.mcp.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.util.Optional;
import java.util.StringJoiner;

/** What a server's answer to a call means. */
final class Answers {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MAX_SENTENCE = 500;

    private Answers() {}

    /** Structured content counts if there is any, else text that is a JSON object, else the text itself. */
    static ToolResult judge(String tool, ListedTool descriptor, JsonNode result) {
        if (result.path("isError").asBoolean()) {
            return new ToolError(sentence(text(result)));
        }
        JsonNode content = content(result);
        Optional<String> violation = descriptor.violation(content);
        if (violation.isPresent()) {
            return new Unavailable(
                    "%s answered something it should not: %s".formatted(tool, sentence(violation.get())), true);
        }
        return new Ok(content);
    }

    private static JsonNode content(JsonNode result) {
        if (result.hasNonNull("structuredContent")) {
            return result.get("structuredContent");
        }
        String text = text(result);
        if (text.stripLeading().startsWith("{")) {
            try {
                JsonNode parsed = JSON.readTree(text);
                if (parsed.isObject()) {
                    return parsed;
                }
            } catch (JsonProcessingException e) {
                // Then it is text that happens to begin like an object.
                return textNode(text);
            }
        }
        return textNode(text);
    }

    private static JsonNode textNode(String text) {
        return JSON.createObjectNode().put("text", text);
    }

    private static String text(JsonNode result) {
        StringJoiner lines = new StringJoiner("\n");
        for (JsonNode part : result.path("content")) {
            if (part.path("type").asText().equals("text")) {
                lines.add(part.path("text").asText());
            }
        }
        return lines.toString();
    }

    /** Something a server wrote, as one line of bounded length. */
    static String sentence(String text) {
        String line = text == null || text.isBlank() ? "The tool refused without a reason" : text.strip();
        line = line.replaceAll("\\s+", " ");
        return line.length() <= MAX_SENTENCE ? line : line.substring(0, MAX_SENTENCE) + "…";
    }
}
