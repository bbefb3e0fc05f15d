package dev.jetway.agents.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param messages the earliest first; at least one
 * @param tools what the model may ask to have called. Whoever asked the model decides whether they are
 * @param answerSchema the JSON Schema (2020-12) the reply's text has to satisfy; empty for prose. A model that can't
 *     promise that is told the schema in words, and the text has to be checked in any case
 * @param maxTokens how much it may write
 * @param temperature from 0, the same words every time as far as the model can, to 1
 * @param deadline when nobody waits for the reply any more
 * @param tenant the company it is asked for, whose budget pays; empty for none
 */
public record ChatRequest(
        List<ChatMessage> messages,
        List<ToolOffer> tools,
        Optional<JsonNode> answerSchema,
        int maxTokens,
        double temperature,
        Instant deadline,
        Optional<String> tenant) {

    public ChatRequest {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A model was asked without a message");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("A model was asked for %d tokens".formatted(maxTokens));
        }
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** For no company. */
    public ChatRequest(
            List<ChatMessage> messages,
            List<ToolOffer> tools,
            Optional<JsonNode> answerSchema,
            int maxTokens,
            double temperature,
            Instant deadline) {
        this(messages, tools, answerSchema, maxTokens, temperature, deadline, Optional.empty());
    }

    /** @param company null for none, as {@link dev.jetway.agents.Traveler#tenant()} has it */
    public ChatRequest paidBy(String company) {
        return new ChatRequest(
                messages, tools, answerSchema, maxTokens, temperature, deadline, Optional.ofNullable(company));
    }

    /** Prose, without tools. */
    public static ChatRequest prose(List<ChatMessage> messages, int maxTokens, Instant deadline) {
        return new ChatRequest(messages, List.of(), Optional.empty(), maxTokens, 0.2, deadline);
    }

    /** JSON by a schema, without tools, and as repeatable as the model can. */
    public static ChatRequest json(List<ChatMessage> messages, JsonNode schema, int maxTokens, Instant deadline) {
        return new ChatRequest(messages, List.of(), Optional.of(schema), maxTokens, 0, deadline);
    }
}
