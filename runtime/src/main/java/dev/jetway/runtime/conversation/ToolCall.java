package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Origin;
import java.util.List;

/**
 * A tool call as it is remembered: enough to say afterwards what was asked of whom, and what came of it.
 * Stored: names and fields are a contract.
 *
 * @param tool {@code server.tool}
 * @param arguments JSON text, cut off after 2,000 characters
 * @param outcome {@code ok}, {@code error} or {@code unavailable}
 * @param detail why it was not ok; empty otherwise
 * @param at when it was started, in milliseconds since 1970
 * @param asOf when the tool said what was used, in milliseconds since 1970, if it could not be reached now; null otherwise
 * @param origins of a call that writes, where its arguments come from; empty for any other
 */
public record ToolCall(
        String tool,
        String arguments,
        String outcome,
        String detail,
        long at,
        int millis,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long asOf,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Origin> origins) {

    public ToolCall {
        origins = origins == null ? List.of() : List.copyOf(origins);
    }

    /** A call that was answered by the tool, or by nobody. */
    public ToolCall(String tool, String arguments, String outcome, String detail, long at, int millis) {
        this(tool, arguments, outcome, detail, at, millis, null, List.of());
    }

    /** A call that writes nothing. */
    public ToolCall(String tool, String arguments, String outcome, String detail, long at, int millis, Long asOf) {
        this(tool, arguments, outcome, detail, at, millis, asOf, List.of());
    }
}
