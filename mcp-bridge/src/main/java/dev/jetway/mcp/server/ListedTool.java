package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.policy.JsonLimits;
import dev.jetway.mcp.policy.RiskRule;
import dev.jetway.mcp.policy.ToolSchema;
import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.Judged;
import dev.jetway.mcp.trust.Verdict;
import java.util.Optional;

/**
 * A tool as somebody agreed to it, judged and ready to be called.
 *
 * @param descriptor the pinned one where there is a pin, whatever the server says by now
 * @param arguments checks arguments before they are sent; empty if the tool describes none
 * @param results checks structured results; empty if the tool describes none
 * @param unusable why the tool cannot be called, if it cannot
 */
public record ListedTool(
        Descriptor descriptor,
        Verdict verdict,
        Risk risk,
        boolean idempotent,
        JsonLimits resultLimits,
        Optional<ToolSchema> arguments,
        Optional<ToolSchema> results,
        Optional<String> unusable) {

    /** The argument a tool takes its idempotency key in, if it takes one. */
    static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** @param known the tool as it was judged before, or null; its schemas are kept while they are the same */
    static ListedTool of(Judged judged, ServerSettings settings, ListedTool known) {
        Descriptor descriptor = judged.counts();
        if (judged.objection().isPresent()) {
            return unused(judged, settings, judged.objection());
        }
        if (known != null && known.unusable.isEmpty() && known.descriptor.sameAs(descriptor)) {
            return known;
        }
        if (!settings.allows(descriptor.name())) {
            return unused(judged, settings, Optional.empty());
        }
        try {
            return new ListedTool(
                    descriptor,
                    judged.verdict(),
                    risk(descriptor, settings),
                    idempotent(descriptor, settings),
                    JsonLimits.ofDepth(settings.limits().maxDepth()),
                    Optional.ofNullable(descriptor.json().get("inputSchema"))
                            .filter(JsonNode::isObject)
                            .map(ToolSchema::compile),
                    Optional.ofNullable(descriptor.json().get("outputSchema"))
                            .filter(schema -> !schema.isNull())
                            .map(ToolSchema::compile),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            return unused(judged, settings, Optional.of(e.getMessage()));
        }
    }

    /** Without schemas: nobody will call it. */
    private static ListedTool unused(Judged judged, ServerSettings settings, Optional<String> why) {
        Descriptor descriptor = judged.counts();
        return new ListedTool(
                descriptor,
                judged.verdict(),
                risk(descriptor, settings),
                idempotent(descriptor, settings),
                JsonLimits.ofDepth(settings.limits().maxDepth()),
                Optional.empty(),
                Optional.empty(),
                why);
    }

    private static Risk risk(Descriptor descriptor, ServerSettings settings) {
        return RiskRule.of(
                settings.risk().get(descriptor.name()), descriptor.json().path("annotations"));
    }

    private static boolean idempotent(Descriptor descriptor, ServerSettings settings) {
        JsonNode hint = descriptor.json().path("annotations").path("idempotentHint");
        return settings.idempotent().getOrDefault(descriptor.name(), hint.isBoolean() && hint.booleanValue());
    }

    public String name() {
        return descriptor.name();
    }

    public String title() {
        return descriptor.json().path("title").asText(name());
    }

    public String description() {
        return descriptor.json().path("description").asText("");
    }

    public JsonNode inputSchema() {
        return descriptor.json().path("inputSchema");
    }

    public Optional<JsonNode> outputSchema() {
        return Optional.ofNullable(descriptor.json().get("outputSchema"));
    }

    public JsonNode annotations() {
        return descriptor.json().path("annotations");
    }

    /** SHA-256 over the canonical JSON of the whole descriptor: it differs when anything in it does. */
    public String hash() {
        return descriptor.hash();
    }

    /** The first thing wrong with a structured result. */
    Optional<String> violation(JsonNode result) {
        return resultLimits.violation(result).or(() -> results.flatMap(schema -> schema.violation(result)));
    }

    boolean takesIdempotencyKey() {
        return inputSchema().path("properties").has(IDEMPOTENCY_KEY);
    }
}
