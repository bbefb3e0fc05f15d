package dev.jetway.runtime.model.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request's messages, what the model is told apart from what was said. Instructions come first and in one piece: many
 * models take them in no other way.
 *
 * @param instructions empty for none
 */
public record Prompt(String instructions, List<ChatMessage> turns) {

    /** @param inWords a schema the model has to be told of in words */
    public static Prompt of(ChatRequest request, Optional<JsonNode> inWords) {
        var told = request.messages().stream()
                .filter(Instructions.class::isInstance)
                .map(message -> ((Instructions) message).text());
        var turns = request.messages().stream()
                .filter(message -> !(message instanceof Instructions))
                .toList();
        return new Prompt(
                Stream.concat(told, inWords.map(Prompt::schema).stream()).collect(Collectors.joining("\n\n")), turns);
    }

    private static String schema(JsonNode schema) {
        return """
                Answer with one JSON value and nothing else: no words around it, no code fence. \
                It has to satisfy this JSON Schema:
                """ + schema;
    }
}
