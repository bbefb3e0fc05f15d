package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Tools of which everything passes somebody who may note it, or send something else.
 *
 * @param calls whom calls of tools pass
 * @param readings whom everything else passes that is read of a server
 */
record NotedTools(Tools tools, Passage calls, Passage readings) implements Tools {

    /** Somebody on the way to the tools. */
    @FunctionalInterface
    interface Passage {

        /**
         * @param name as on an agent's card
         * @param send sends it; to be asked once, or not at all
         */
        CompletionStage<ToolResult> pass(String name, JsonNode arguments, Supplier<CompletionStage<ToolResult>> send);
    }

    @Override
    public CompletionStage<ToolResult> call(String tool, JsonNode arguments) {
        return calls.pass(tool, arguments, () -> tools.call(tool, arguments));
    }

    @Override
    public CompletionStage<ToolResult> read(String server, String uri) {
        return readings.pass(
                "%s.resource:%s".formatted(server, uri),
                JsonNodeFactory.instance.objectNode().put("uri", uri),
                () -> tools.read(server, uri));
    }

    @Override
    public CompletionStage<ToolResult> prompt(String server, String name, Map<String, String> arguments) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        arguments.forEach(given::put);
        return readings.pass(prompt(server, name), given, () -> tools.prompt(server, name, arguments));
    }

    @Override
    public CompletionStage<ToolResult> suggestions(String server, String prompt, String argument, String begun) {
        return readings.pass(
                prompt(server, prompt),
                JsonNodeFactory.instance.objectNode().put(argument, begun),
                () -> tools.suggestions(server, prompt, argument, begun));
    }

    private static String prompt(String server, String name) {
        return "%s.prompt:%s".formatted(server, name);
    }
}
