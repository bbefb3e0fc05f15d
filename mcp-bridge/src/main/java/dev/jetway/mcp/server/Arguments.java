package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is done to the arguments of a call before they leave. */
final class Arguments {

    private Arguments() {}

    /** The arguments with the idempotency key in them, where there is one and the tool takes it. */
    static JsonNode complete(ListedTool tool, ToolServer.Request request) {
        if (request.idempotencyKey().isEmpty()
                || !tool.takesIdempotencyKey()
                || !(request.arguments() instanceof ObjectNode given)) {
            return request.arguments();
        }
        ObjectNode completed = given.objectNode();
        completed.setAll(given);
        completed.put(ListedTool.IDEMPOTENCY_KEY, request.idempotencyKey().get());
        return completed;
    }

    /** What is wrong with the arguments, naming the field. */
    static Optional<String> violation(ListedTool tool, JsonNode arguments, ServerSettings.Limits limits) {
        if (arguments == null || !arguments.isObject()) {
            return Optional.of("its arguments must be an object");
        }
        Optional<String> excess = limits.ofArguments().violation(arguments);
        if (excess.isPresent()) {
            return excess.map("its arguments are too much: "::concat);
        }
        return tool.arguments()
                .flatMap(schema -> schema.violation(arguments))
                .map("its arguments do not fit: "::concat);
    }
}
