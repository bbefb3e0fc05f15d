package dev.jetway.mcp.transport;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.Map;

/**
 * JSON-RPC 2.0 messages as bytes, as trees and as the SDK's types. An answer is read into a tree once; the
 * SDK's own way reads it into maps and converts those twice. Safe for use by many threads.
 */
public final class JsonRpc {

    private static final int MAX_DEPTH = 100;
    private static final String VERSION = "2.0";

    private final ObjectMapper mapper;
    private final McpJsonMapper sdk;

    public JsonRpc() {
        this.mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        this.sdk = new JacksonMcpJsonMapper(mapper);
    }

    /** Converts a tree into one of the SDK's types. */
    public <T> T as(Object value, Class<T> type) {
        return mapper.convertValue(value, type);
    }

    <T> T as(Object value, TypeRef<T> type) {
        return sdk.convertValue(value, type);
    }

    byte[] request(String id, String method, JsonNode params) throws IOException {
        return mapper.writeValueAsBytes(mapper.createObjectNode()
                .put("jsonrpc", VERSION)
                .put("id", id)
                .put("method", method)
                .set("params", params));
    }

    /** The same parameters, with leave to report progress under a request's id. */
    static ObjectNode withProgress(JsonNode params, String id) {
        ObjectNode with = params.deepCopy();
        with.withObject("/_meta").put("progressToken", id);
        return with;
    }

    /** The id of the request whose progress a message reports. */
    static String progressOf(JsonNode message) {
        return message.at("/params/progressToken").asText();
    }

    byte[] result(JsonNode id, JsonNode result) {
        return written(reply(id).set("result", result));
    }

    byte[] error(JsonNode id, int code, String message) {
        ObjectNode reply = reply(id);
        reply.putObject("error").put("code", code).put("message", message);
        return written(reply);
    }

    private ObjectNode reply(JsonNode id) {
        ObjectNode reply = mapper.createObjectNode().put("jsonrpc", VERSION);
        return reply.set("id", id);
    }

    private byte[] written(JsonNode message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new IllegalStateException("A tree can be written as JSON", e);
        }
    }

    byte[] cancelled(String id, String reason) {
        return bytes(new JSONRPCNotification("notifications/cancelled", Map.of("requestId", id, "reason", reason)));
    }

    byte[] bytes(JSONRPCMessage message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new IllegalStateException("The SDK's messages can be written as JSON", e);
        }
    }

    /** @throws IOException if this is not a JSON object, or nested too deeply */
    JsonNode parse(byte[] bytes, int length) throws IOException {
        return object(mapper.readTree(bytes, 0, length));
    }

    /** @throws IOException if this is not a JSON object, or nested too deeply */
    JsonNode parse(String text) throws IOException {
        return object(mapper.readTree(text));
    }

    private static JsonNode object(JsonNode message) throws IOException {
        if (message == null || !message.isObject()) {
            throw new IOException("A JSON-RPC message is an object");
        }
        return message;
    }

    static boolean isAnswer(JsonNode message) {
        return !message.has("method") && (message.has("result") || message.has("error"));
    }

    static boolean answers(JsonNode message, String id) {
        return message.path("id").isTextual() && message.path("id").textValue().equals(id);
    }

    static Answer answer(JsonNode message) {
        JsonNode error = message.get("error");
        return error == null
                ? new Answer.Result(message.get("result"))
                : new Answer.Refusal(
                        error.path("code").asInt(), error.path("message").asText());
    }

    /** What the server sent of its own accord. */
    JSONRPCMessage toSdk(JsonNode message) {
        String method = message.path("method").asText();
        Object params = message.has("params") ? mapper.convertValue(message.get("params"), Object.class) : null;
        JsonNode id = message.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return new JSONRPCNotification(VERSION, method, params);
        }
        return new JSONRPCRequest(VERSION, method, id.isTextual() ? id.textValue() : id.numberValue(), params);
    }

    static JSONRPCMessage toSdk(Object id, Answer answer) {
        return answer.fold(
                result -> JSONRPCResponse.result(id, result.value()),
                refusal ->
                        JSONRPCResponse.error(id, new JSONRPCResponse.JSONRPCError(refusal.code(), refusal.message())),
                lost -> {
                    throw new AnswerLostException(lost);
                });
    }
}
