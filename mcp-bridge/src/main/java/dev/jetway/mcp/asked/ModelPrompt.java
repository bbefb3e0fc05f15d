package dev.jetway.mcp.asked;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.asked.TextModel.Prompt;
import dev.jetway.mcp.asked.TextModel.Turn;
import dev.jetway.mcp.asked.TextModel.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A request for text as the protocol has it, to and fro. */
final class ModelPrompt {

    private ModelPrompt() {}

    /**
     * Takes what the request holds and nothing else: what it says about including a context is not followed.
     *
     * @param maxTokens what is written at most, whatever the server wants
     * @throws IllegalArgumentException with what the server should do otherwise
     */
    static Prompt read(JsonNode params, String tool, int maxTokens, Instant deadline) {
        if (params.has("tools") || params.has("toolChoice")) {
            throw new IllegalArgumentException("the model can use no tools");
        }
        int wanted = params.path("maxTokens").asInt(0);
        if (wanted < 1) {
            throw new IllegalArgumentException("maxTokens must be a positive number");
        }
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : params.path("messages")) {
            turns.add(turn(message));
        }
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("there are no messages");
        }
        List<String> stopAt = new ArrayList<>();
        params.path("stopSequences").forEach(text -> stopAt.add(text.asText()));
        return new Prompt(
                tool, params.path("systemPrompt").asText(""), turns, Math.min(wanted, maxTokens), stopAt, deadline);
    }

    private static Turn turn(JsonNode message) {
        JsonNode content = message.path("content");
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content.isArray() ? content : List.of(content)) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw new IllegalArgumentException("the model reads text only");
            }
            text.append(part.path("text").textValue());
        }
        return switch (message.path("role").asText()) {
            case "user" -> new Turn(false, text.toString());
            case "assistant" -> new Turn(true, text.toString());
            default -> throw new IllegalArgumentException("a message is by the user or the assistant");
        };
    }

    static JsonNode written(Written written) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        result.putObject("content").put("type", "text").put("text", written.text());
        return result.put("model", written.model()).put("stopReason", written.cut() ? "maxTokens" : "endTurn");
    }
}
