package dev.jetway.runtime.model.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatMessage.Returned;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.TokenUse;
import java.nio.charset.StandardCharsets;

/**
 * What a request asks of a model.
 *
 * @param input tokens it is about, rather too many than too few: every maker counts differently
 * @param output tokens it may write
 * @param tools whether the model has to be able to want calls
 * @param schema whether the text has to satisfy a schema
 */
record Need(long input, int output, boolean tools, boolean schema) {

    /** English takes about four bytes a token, most other languages fewer. */
    private static final int BYTES_PER_TOKEN = 3;

    private static final int PER_MESSAGE = 6;

    static Need of(ChatRequest request) {
        long input = 0;
        for (var message : request.messages()) {
            input += PER_MESSAGE + tokens(text(message));
        }
        for (var tool : request.tools()) {
            input += PER_MESSAGE + tokens(tool.name()) + tokens(tool.description()) + tokens(tool.inputSchema());
        }
        input += request.answerSchema().map(Need::tokens).orElse(0L);
        return new Need(
                input,
                request.maxTokens(),
                !request.tools().isEmpty(),
                request.answerSchema().isPresent());
    }

    static long tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    private static long tokens(JsonNode json) {
        return tokens(json.toString());
    }

    private static String text(ChatMessage message) {
        if (message instanceof Instructions instructions) {
            return instructions.text();
        }
        if (message instanceof Asked asked) {
            return asked.text();
        }
        if (message instanceof Returned returned) {
            return returned.text();
        }
        if (message instanceof Said said) {
            return said.text() + said.calls();
        }
        throw new IllegalArgumentException("A message of an unknown kind: " + message.getClass());
    }

    long total() {
        return input + output;
    }

    /** Whether that is likely why a model of this size did not take it: makers count differently. */
    boolean mayBeTooLongFor(long contextTokens) {
        return total() * 2 > contextTokens;
    }

    /** What it takes if everything that may be written is. */
    TokenUse most() {
        return new TokenUse(input, 0, output);
    }

    /** What it took, as far as can be told from outside. */
    TokenUse guess(long written) {
        return new TokenUse(input, 0, written);
    }
}
