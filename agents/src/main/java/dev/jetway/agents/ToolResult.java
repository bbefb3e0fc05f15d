package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /**
     * The tool ran and refused, for example because a date was wrong (MCP {@code isError}).
     *
     * @param question what it wanted to know of the traveler before it refused; nobody was asked. An agent may put it
     *     to the traveler ({@link AgentResult.InputRequired}), and call again with the answer among the arguments
     */
    record ToolError(String message, Optional<Question> question) implements ToolResult {

        public ToolError(String message) {
            this(message, Optional.empty());
        }

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

    /**
     * What a tool asks its traveler, in its own words: data, as everything a tool says.
     *
     * @param text a sentence of at most 500 characters
     * @param fields what it wants to be told, at most 20
     */
    record Question(String text, List<Field> fields) {

        /**
         * @param label what a person would call it; the name where the tool says nothing
         * @param choices the only answers, if only some will do
         */
        public record Field(String name, String label, boolean required, List<String> choices) {
            public Field {
                choices = List.copyOf(choices);
            }

            private String shown() {
                return choices.isEmpty() ? label : "%s: %s".formatted(label, String.join(" or ", choices));
            }
        }

        public Question {
            fields = List.copyOf(fields);
        }

        /** The question in one line, for a traveler; still a tool's words, to be escaped as any other of its texts. */
        public String sentence() {
            return fields.isEmpty()
                    ? text
                    : "%s (%s)"
                            .formatted(text, fields.stream().map(Field::shown).collect(Collectors.joining("; ")));
        }
    }

    /** Handles every outcome; a new outcome changes this signature, and so every caller. */
    <R> R fold(Function<Ok, R> ok, Function<ToolError, R> error, Function<Unavailable, R> unavailable);
}
