package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.policy.RiskRule;
import dev.jetway.mcp.policy.ToolSchema;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A tool as its server describes it, judged and ready to be called.
 *
 * @param hash SHA-256 over the canonical JSON of the whole descriptor: it changes when anything in it does
 * @param arguments checks arguments before they are sent; empty if the tool describes none
 * @param results checks structured results; empty if the tool describes none
 * @param unusable why the tool cannot be called, if it cannot
 */
public record ListedTool(
        String name,
        String title,
        String description,
        JsonNode inputSchema,
        Optional<JsonNode> outputSchema,
        JsonNode annotations,
        Risk risk,
        boolean idempotent,
        String hash,
        Optional<ToolSchema> arguments,
        Optional<ToolSchema> results,
        Optional<String> unusable) {

    /** The argument a tool takes its idempotency key in, if it takes one. */
    static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** Sorts every object by key: the SDK's maps have another order in every JVM. */
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** @param known the tool as it was listed before, or null; it is kept when nothing has changed */
    static ListedTool of(Tool tool, ServerSettings settings, ListedTool known) {
        JsonNode descriptor = canonical(tool);
        String hash = sha256(descriptor.toString());
        if (known != null && known.hash().equals(hash)) {
            return known;
        }
        JsonNode input = descriptor.path("inputSchema");
        Optional<JsonNode> output = Optional.ofNullable(descriptor.get("outputSchema"));
        Optional<ToolSchema> arguments = Optional.empty();
        Optional<ToolSchema> results = Optional.empty();
        Optional<String> unusable = Optional.empty();
        try {
            arguments = Optional.of(input).filter(JsonNode::isObject).map(ToolSchema::compile);
            results = output.map(ToolSchema::compile);
        } catch (IllegalArgumentException e) {
            unusable = Optional.of(e.getMessage());
        }
        var annotations = tool.annotations();
        boolean idempotentHint = annotations != null && Boolean.TRUE.equals(annotations.idempotentHint());
        return new ListedTool(
                tool.name(),
                tool.title() == null ? tool.name() : tool.title(),
                tool.description() == null ? "" : tool.description(),
                input,
                output,
                descriptor.path("annotations"),
                RiskRule.of(settings.risk().get(tool.name()), annotations),
                settings.idempotent().getOrDefault(tool.name(), idempotentHint),
                hash,
                arguments,
                results,
                unusable);
    }

    boolean takesIdempotencyKey() {
        return inputSchema.path("properties").has(IDEMPOTENCY_KEY);
    }

    private static JsonNode canonical(Tool tool) {
        return CANONICAL.valueToTree(CANONICAL.convertValue(tool, TreeMap.class));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
