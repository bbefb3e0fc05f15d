package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.policy.JsonLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something to be read of a server that is no tool.
 *
 * @param item what of its kind: an address, or a name
 * @param params sent along
 */
public record Reading(Kind kind, String item, ObjectNode params) {

    /** What can be read, and as what it counts where it is allowed. */
    public enum Kind {
        RESOURCE("resource", "resources/read"),
        PROMPT("prompt", "prompts/get"),
        /** Values for an argument of a prompt: allowed to whom the prompt is. */
        SUGGESTIONS("prompt", "completion/complete");

        private final String word;
        private final String method;

        Kind(String word, String method) {
            this.word = word;
            this.method = method;
        }
    }

    private static final int MAX_SUGGESTIONS = 100;

    public static Reading resource(String uri) {
        return new Reading(
                Kind.RESOURCE, uri, JsonNodeFactory.instance.objectNode().put("uri", uri));
    }

    public static Reading prompt(String name, Map<String, String> arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", name);
        arguments.forEach(params.putObject("arguments")::put);
        return new Reading(Kind.PROMPT, name, params);
    }

    /** @param begun what of the argument is known already */
    public static Reading suggestions(String prompt, String argument, String begun) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.putObject("ref").put("type", "ref/prompt").put("name", prompt);
        params.putObject("argument").put("name", argument).put("value", begun);
        return new Reading(Kind.SUGGESTIONS, prompt, params);
    }

    /** As it stands on an agent's card: {@code server.resource:uri} or {@code server.prompt:name}. */
    public String name(String server) {
        return prefix(server) + item;
    }

    private String prefix(String server) {
        return "%s.%s:".formatted(server, kind.word);
    }

    /** Whether one of these names allows it; each may end in a {@code *}. */
    public boolean isAmong(String server, Set<String> names) {
        String prefix = prefix(server);
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .anyMatch(name -> ReadableSettings.matches(name.substring(prefix.length()), item));
    }

    /** Why it cannot be sent, if it cannot. */
    Optional<String> violation(JsonLimits limits) {
        if (kind == Kind.RESOURCE && !item.matches("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s\\p{Cntrl}]+")) {
            return Optional.of("it is no address");
        }
        return limits.violation(params).map("it is too much: "::concat);
    }

    Errand errand(String server, JsonLimits ofResults) {
        String name = name(server);
        return new Errand(name, Optional.empty(), kind.method, params, result -> judged(name, result, ofResults));
    }

    private ToolResult judged(String name, JsonNode result, JsonLimits limits) {
        Optional<JsonNode> content = limits.violation(result).isPresent()
                ? Optional.empty()
                : switch (kind) {
                    case RESOURCE -> parts(result, "contents", List.of("uri", "mimeType", "text", "blob"), "uri");
                    case PROMPT -> parts(result, "messages", List.of("role", "content"), "content");
                    case SUGGESTIONS -> suggested(result.at("/completion/values"));
                };
        return content.<ToolResult>map(Ok::new)
                .orElseGet(() -> new Unavailable("%s answered something it should not".formatted(name), true));
    }

    /** The fields of the protocol and no others; empty where one of them is missing. */
    private static Optional<JsonNode> parts(JsonNode result, String list, List<String> fields, String needed) {
        if (!result.path(list).isArray()) {
            return Optional.empty();
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        if (result.path("description").isTextual()) {
            content.set("description", result.get("description"));
        }
        ArrayNode parts = content.putArray(list);
        for (JsonNode part : result.path(list)) {
            if (!part.hasNonNull(needed)) {
                return Optional.empty();
            }
            ObjectNode kept = parts.addObject();
            fields.stream().filter(part::hasNonNull).forEach(field -> kept.set(field, part.get(field)));
        }
        return Optional.of(content);
    }

    private static Optional<JsonNode> suggested(JsonNode values) {
        if (!values.isArray()) {
            return Optional.empty();
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        ArrayNode kept = content.putArray("values");
        for (JsonNode value : values) {
            if (value.isTextual() && kept.size() < MAX_SUGGESTIONS) {
                kept.add(value);
            }
        }
        return Optional.of(content);
    }
}
