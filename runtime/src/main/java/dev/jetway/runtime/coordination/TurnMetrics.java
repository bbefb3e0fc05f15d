package dev.jetway.runtime.coordination;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.runtime.conversation.Outcome;

/** Told what became of turns and tool calls. Safe for many threads; never blocks or throws. */
public interface TurnMetrics {

    /** @param millis from the message to the end, the traveler's time to answer questions included */
    void turnEnded(Outcome outcome, long millis);

    /** @param tool as {@code server.tool} */
    void toolCalled(String tool, ToolResult result, long nanos);

    /**
     * A call was not made, or no question put for it, because a value in it came from the middle of a tool's text.
     *
     * @param risk write or commit
     */
    void provenanceRefused(Risk risk);

    /**
     * The list of unknown outcomes, as it is on this node at the moment.
     *
     * @param open 0 also on a node that does not keep the list
     * @param oldestMillis how long the oldest has been open; 0 when none is
     */
    void openCases(int open, long oldestMillis);
}
