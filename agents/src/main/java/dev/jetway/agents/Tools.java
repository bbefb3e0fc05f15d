package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/** The tools an agent may call. */
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
}
