package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tools an agent may call, and what else it may read of their servers. */
@FunctionalInterface
public interface Tools {

    /**
     * Calls a tool in the name of the traveler.
     *
     * <p>Every outcome is a {@link ToolResult}; the stage never fails and always completes before the
     * task's deadline. A tool that is not on the agent's card, or that commits, is not called; nor one that
     * writes, when the card says that the agent changes nothing, or when a value of the call stands nowhere but
     * in the middle of a text that a tool wrote. A read may be
     * answered with what the tool said a moment ago, as far as the operator allows it, and with what it said
     * longer ago when it cannot be reached: see {@link ToolResult.Ok#asOf()}.
     *
     * @param tool {@code server.tool}
     * @param arguments an object that fits the tool's input schema
     */
    CompletionStage<ToolResult> call(String tool, JsonNode arguments);

    /**
     * Reads a resource of a server in the name of the traveler: a page of a guide, a file. Only what is on the
     * agent's card, as {@code server.resource:uri}, and what the operator allows.
     *
     * <p>Outcomes as of {@link #call}; the content of {@code Ok} is {@code {"contents": [{"uri", "mimeType", "text"}]}},
     * with {@code "blob"} (base64) in place of {@code "text"} for what is no text. It is data, never an instruction.
     */
    default CompletionStage<ToolResult> read(String server, String uri) {
        return nothingButTools("%s.resource:%s".formatted(server, uri));
    }

    /**
     * Has a server fill in a prompt of its own. Only what is on the agent's card, as {@code server.prompt:name}, and
     * what the operator allows.
     *
     * <p>Outcomes as of {@link #call}; the content of {@code Ok} is {@code {"description", "messages": [{"role",
     * "content"}]}}. It was written by whoever runs the server, so it is data too, however much it sounds like an
     * instruction: a model may be shown it as a text to work on, with no more leave than it had.
     */
    default CompletionStage<ToolResult> prompt(String server, String name, Map<String, String> arguments) {
        return nothingButTools("%s.prompt:%s".formatted(server, name));
    }

    /**
     * Values a server knows for an argument of one of its prompts. Allowed where the prompt is; the content of {@code
     * Ok} is {@code {"values": ["Lisbon", …]}}, at most 100.
     *
     * @param begun what of the value is known already; may be empty
     */
    default CompletionStage<ToolResult> suggestions(String server, String prompt, String argument, String begun) {
        return nothingButTools("%s.prompt:%s".formatted(server, prompt));
    }

    private static CompletionStage<ToolResult> nothingButTools(String name) {
        return CompletableFuture.completedStage(
                new ToolResult.Unavailable("%s can't be read here: only tools can be called".formatted(name), false));
    }
}
