package dev.jetway.runtime.model.openai;

import akka.http.javadsl.model.HttpHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Returned;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ToolOffer;
import dev.jetway.runtime.model.exchange.Abilities;
import dev.jetway.runtime.model.exchange.ApiKey;
import dev.jetway.runtime.model.exchange.Dialect;
import dev.jetway.runtime.model.exchange.JsonOutput;
import dev.jetway.runtime.model.exchange.Payload;
import dev.jetway.runtime.model.exchange.Prompt;
import dev.jetway.runtime.model.exchange.Quotation;
import dev.jetway.runtime.model.exchange.ReplyDraft;
import dev.jetway.runtime.model.exchange.ReplyReader;
import dev.jetway.runtime.model.exchange.SecretHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Chat completions. */
public final class OpenAiDialect implements Dialect {

    private final String model;
    private final int maxOutputTokens;
    private final int maxTextChars;
    private final Abilities abilities;
    private final OpenAiHabits habits;

    public OpenAiDialect(
            String model, int maxOutputTokens, int maxTextChars, Abilities abilities, OpenAiHabits habits) {
        this.model = model;
        this.maxOutputTokens = maxOutputTokens;
        this.maxTextChars = maxTextChars;
        this.abilities = abilities;
        this.habits = habits;
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public List<HttpHeader> headers(Optional<ApiKey> key) {
        return key.<HttpHeader>map(it -> new SecretHeader("Authorization", "Bearer ", it)).stream()
                .toList();
    }

    @Override
    public ReplyReader reader(ChatRequest request, Quotation quotation, Consumer<String> text) {
        return new CompletionReader(new ReplyDraft(model, maxTextChars, text), quotation);
    }

    @Override
    public ObjectNode body(ChatRequest request) {
        abilities.requireFor(request);
        var body = Payload.newObject().put("model", model);
        messages(body.putArray("messages"), request);
        body.put(habits.maxTokensField(), Math.min(request.maxTokens(), maxOutputTokens));
        if (abilities.temperature()) {
            body.put("temperature", request.temperature());
        }
        if (!request.tools().isEmpty()) {
            tools(body.putArray("tools"), request.tools());
        }
        request.answerSchema().ifPresent(schema -> responseFormat(body, schema));
        if (abilities.streaming()) {
            body.put("stream", true);
            if (habits.streamUsage()) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        return body;
    }

    private void responseFormat(ObjectNode body, JsonNode schema) {
        switch (abilities.json()) {
            case JSON_SCHEMA ->
                body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "answer")
                        .put("strict", StrictSchemas.contain(schema))
                        .set("schema", schema);
            case JSON_OBJECT -> body.putObject("response_format").put("type", "json_object");
            case NONE -> {
                // Told in words, see messages.
            }
        }
    }

    private void messages(ArrayNode messages, ChatRequest request) {
        var prompt =
                Prompt.of(request, request.answerSchema().filter(it -> abilities.json() != JsonOutput.JSON_SCHEMA));
        if (!prompt.instructions().isEmpty()) {
            messages.addObject().put("role", "system").put("content", prompt.instructions());
        }
        prompt.turns().forEach(turn -> message(messages.addObject(), turn));
    }

    private static void message(ObjectNode json, ChatMessage message) {
        if (message instanceof Asked asked) {
            json.put("role", "user").put("content", asked.text());
        } else if (message instanceof Returned returned) {
            json.put("role", "tool").put("tool_call_id", returned.call()).put("content", returned.text());
        } else if (message instanceof Said said) {
            json.put("role", "assistant").put("content", said.text());
            if (!said.calls().isEmpty()) {
                var calls = json.putArray("tool_calls");
                said.calls()
                        .forEach(call -> calls.addObject()
                                .put("id", call.id())
                                .put("type", "function")
                                .putObject("function")
                                .put("name", call.name())
                                .put("arguments", call.arguments()));
            }
        } else {
            throw new IllegalStateException("A message of no known kind: " + message.getClass());
        }
    }

    private static void tools(ArrayNode tools, List<ToolOffer> offers) {
        for (var offer : offers) {
            tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", offer.name())
                    .put("description", offer.description())
                    .set("parameters", offer.inputSchema());
        }
    }
}
