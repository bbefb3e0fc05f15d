package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.ToolResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request to a server: what is sent, and what its answer means.
 *
 * @param name for people: {@code server.tool}, or what else is read
 * @param tool whose availability it tells something about; empty if it is no call of a tool
 */
record Errand(
        String name, Optional<String> tool, String method, ObjectNode params, Function<JsonNode, ToolResult> judge) {

    static Errand call(String name, ListedTool tool, JsonNode arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool.name());
        params.set("arguments", arguments);
        return new Errand(
                name, Optional.of(tool.name()), "tools/call", params, result -> Answers.judge(name, tool, result));
    }
}
