package dev.jetway.mcp.cache;

import dev.jetway.agents.ToolResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A read that is put to a server. */
public interface Question {

    /** Never fails, and comes within the server's call time-out. */
    CompletionStage<ToolResult> outcome();

    /**
     * Nobody waits for the answer any more. The outcome comes at once, if it has not come.
     *
     * @param waited how long the last one did
     */
    void giveUp(Duration waited);
}
