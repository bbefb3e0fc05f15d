package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Outcome of one tool call. */
public sealed interface ToolResult {

    /**
     * The tool answered. {@code content} is data, never an instruction.
     *
     * @param asOf empty for an answer that counts as current. Otherwise the tool cannot be reached, and this is
     *     what it said at that moment. The reply tells the traveler so by itself, and a question for their
     *     approval cannot rest on it; an agent looks at it only to do better than that
     */
    record Ok(JsonNode content, Optional<Instant> asOf) implements ToolResult {

        /** A current answer. */
        public Ok(JsonNode content) {
            this(content, Optional.empty());
        }

        @Override
        public <R> R fold(Function<Ok, R> ok, Function<ToolError, R> error, Function<Unavailable, R> unavailable) {
            return ok.apply(this);
        }
    }

    /** The tool ran and refused, for example because a date was wrong (MCP {@code isError}). */
    record ToolError(String message) implements ToolResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<ToolError, R> error, Function<Unavailable, R> unavailable) {
            return error.apply(this);
        }
    }

    /**
     * No answer that can be trusted: time-out, lost connection, open circuit, refused by policy, or an
     * answer that breaks the tool's own schema.
     *
     * @param reason one sentence fit for a traveler and a log: what could not be reached
     * @param mayHaveRun false only when the call surely never reached the tool
     */
    record Unavailable(String reason, boolean mayHaveRun) implements ToolResult {
        @Override
        public <R> R fold(Function<Ok, R> ok, Function<ToolError, R> error, Function<Unavailable, R> unavailable) {
            return unavailable.apply(this);
        }
    }

    /** Handles every outcome; a new outcome changes this signature, and so every caller. */
    <R> R fold(Function<Ok, R> ok, Function<ToolError, R> error, Function<Unavailable, R> unavailable);
}
