package dev.jetway.mcp.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The SDK's JSON mapper, short of its detours.
 *
 * <p>The SDK reads an answer into maps, converts the maps into a response, the response's result into a
 * {@code CallToolResult}, and we would convert its content into a tree: four passes over the same data, each
 * through a token buffer. Here the result of a response is read as a tree straight away and every later step
 * only passes it on.
 */
public final class TreeJsonMapper implements McpJsonMapper {

    private static final int MAX_DEPTH = 100;

    private final ObjectMapper mapper;
    private final McpJsonMapper others;

    public TreeJsonMapper() {
        this.mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        this.others = new JacksonMcpJsonMapper(mapper);
    }

    /** The mapper everything is read and written with. */
    public ObjectMapper jackson() {
        return mapper;
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        if (type.getType() instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && raw.isAssignableFrom(LinkedHashMap.class.getSuperclass())) {
            return cast(readMessage(content));
        }
        return others.readValue(content, type);
    }

    private Map<String, Object> readMessage(String content) throws IOException {
        Map<String, Object> message = new LinkedHashMap<>();
        try (JsonParser parser = mapper.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("A JSON-RPC message is an object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                message.put(
                        name, name.equals("result") ? mapper.readTree(parser) : mapper.readValue(parser, Object.class));
            }
        }
        return message;
    }

    @Override
    public <T> T convertValue(Object from, Class<T> type) {
        if (type == JSONRPCResponse.class && from instanceof Map<?, ?> message && message.containsKey("result")) {
            return cast(new JSONRPCResponse(
                    String.valueOf(message.get("jsonrpc")), message.get("id"), message.get("result"), null));
        }
        return others.convertValue(from, type);
    }

    @Override
    public <T> T convertValue(Object from, TypeRef<T> type) {
        if (type.getType() == CallToolResult.class && from instanceof JsonNode result) {
            return cast(toCallToolResult(result));
        }
        return others.convertValue(from, type);
    }

    private CallToolResult toCallToolResult(JsonNode result) {
        JsonNode structured = result.get("structuredContent");
        boolean isError = result.path("isError").asBoolean(false);
        List<McpSchema.Content> content = new ArrayList<>();
        for (JsonNode part : result.path("content")) {
            if (part.path("type").asText().equals("text")) {
                content.add(McpSchema.TextContent.builder(part.path("text").asText())
                        .build());
            } else {
                content.add(others.convertValue(part, McpSchema.Content.class));
            }
        }
        return new CallToolResult(content, isError, structured, null);
    }

    @SuppressWarnings("unchecked") // the caller has compared the type asked for
    private static <T> T cast(Object value) {
        return (T) value;
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return others.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return others.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return others.readValue(content, type);
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return others.writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return others.writeValueAsBytes(value);
    }
}
