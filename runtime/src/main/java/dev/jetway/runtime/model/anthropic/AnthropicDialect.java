package dev.jetway.runtime.model.anthropic;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Returned;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatRequest;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Anthropic's messages. An answer by a schema is what the model gives a tool that it has to use: there is no such tool,
 * and what it is given is the reply's text.
 */
public final class AnthropicDialect implements Dialect {

    static final String ANSWER_TOOL = "answer";

    private final String model;
    private final int maxOutputTokens;
    private final int maxTextChars;
    private final Abilities abilities;
    private final String version;

    public AnthropicDialect(String model, int maxOutputTokens, int maxTextChars, Abilities abilities, String version) {
        this.model = model;
        this.maxOutputTokens = maxOutputTokens;
        this.maxTextChars = maxTextChars;
        this.abilities = abilities;
        this.version = version;
    }

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public List<HttpHeader> headers(Optional<ApiKey> key) {
        var headers = new ArrayList<HttpHeader>();
        headers.add(RawHeader.create("anthropic-version", version));
        key.ifPresent(it -> headers.add(new SecretHeader("x-api-key", "", it)));
        return List.copyOf(headers);
    }

    @Override
    public ReplyReader reader(ChatRequest request, Quotation quotation, Consumer<String> text) {
        var draft = new ReplyDraft(model, maxTextChars, text);
        return new MessageReader(draft, quotation, byTool(request).isPresent());
    }

    @Override
    public ObjectNode body(ChatRequest request) {
        abilities.requireFor(request);
        var prompt = Prompt.of(
                request, request.answerSchema().filter(schema -> byTool(request).isEmpty()));
        var body = Payload.newObject()
                .put("model", model)
                .put("max_tokens", Math.min(request.maxTokens(), maxOutputTokens));
        if (!prompt.instructions().isEmpty()) {
            body.put("system", prompt.instructions());
        }
        messages(body.putArray("messages"), prompt.turns());
        if (abilities.temperature()) {
            body.put("temperature", request.temperature());
        }
        tools(body, request);
        if (abilities.streaming()) {
            body.put("stream", true);
        }
        return body;
    }

    /** The schema, where the answer is given to a tool; else it is told in words. */
    private Optional<JsonNode> byTool(ChatRequest request) {
        return request.answerSchema().filter(schema -> abilities.tools() && abilities.json() == JsonOutput.JSON_SCHEMA);
    }

    private void tools(ObjectNode body, ChatRequest request) {
        var answer = byTool(request);
        if (request.tools().isEmpty() && answer.isEmpty()) {
            return;
        }
        var tools = body.putArray("tools");
        request.tools()
                .forEach(offer -> tool(tools.addObject(), offer.name(), offer.description(), offer.inputSchema()));
        answer.ifPresent(schema -> {
            tool(tools.addObject(), ANSWER_TOOL, "Takes your whole answer. Nothing else is read.", schema);
            var choice = body.putObject("tool_choice");
            if (request.tools().isEmpty()) {
                choice.put("type", "tool").put("name", ANSWER_TOOL);
            } else {
                choice.put("type", "any");
            }
        });
    }

    private static void tool(ObjectNode tool, String name, String description, JsonNode schema) {
        tool.put("name", name).put("description", description).set("input_schema", schema);
    }

    /** Everything that came of the calls of one message has to stand in one message. */
    private static void messages(ArrayNode messages, List<ChatMessage> turns) {
        ArrayNode results = null;
        for (var turn : turns) {
            if (turn instanceof Returned returned) {
                results = results == null ? message(messages, "user") : results;
                results.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", returned.call())
                        .put("content", returned.text());
            } else {
                results = null;
                message(messages, turn);
            }
        }
    }

    private static void message(ArrayNode messages, ChatMessage turn) {
        if (turn instanceof Asked asked) {
            text(message(messages, "user"), asked.text());
        } else if (turn instanceof Said said) {
            if (said.text().isEmpty() && said.calls().isEmpty()) {
                return; // The interface refuses a message with nothing in it.
            }
            var content = message(messages, "assistant");
            if (!said.text().isEmpty()) {
                text(content, said.text());
            }
            said.calls()
                    .forEach(call -> content.addObject()
                            .put("type", "tool_use")
                            .put("id", call.id())
                            .put("name", call.name())
                            .set("input", Payload.ifObject(call.arguments()).orElseGet(Payload::newObject)));
        } else {
            throw new IllegalStateException("A message of no known kind: " + turn.getClass());
        }
    }

    private static ArrayNode message(ArrayNode messages, String role) {
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void text(ArrayNode content, String text) {
        content.addObject().put("type", "text").put("text", text);
    }
}
