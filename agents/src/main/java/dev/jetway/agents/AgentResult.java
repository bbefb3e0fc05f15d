package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/** How an agent's work on one task ended. */
public sealed interface AgentResult {

    /**
     * The work is done.
     *
     * @param artifact the result as data, for other tasks and later turns; at most 64 KiB as JSON
     * @param text the result as a traveler reads it, in Markdown without images and raw HTML; it
     *     becomes part of the reply
     * @param caveats what was assumed or could not be checked, one sentence each
     */
    record Completed(JsonNode artifact, String text, List<String> caveats) implements AgentResult {

        public Completed {
            caveats = List.copyOf(caveats);
        }

        @Override
        public <R> R fold(
                Function<Completed, R> completed,
                Function<ApprovalRequired, R> approval,
                Function<InputRequired, R> asked,
                Function<Failed, R> failed) {
            return completed.apply(this);
        }
    }

    /**
     * The work is prepared; the traveler has to approve the action before it is done. Refused when a tool
     * answered the task with {@link ToolResult.Ok#asOf() something old}: nobody is asked to approve a price
     * that may not be so any more. Refused as well when a value of it stands nowhere but in the middle of a
     * text that a tool wrote. The question says where every value comes from, whatever the agent says of it.
     */
    record ApprovalRequired(Action action) implements AgentResult {
        @Override
        public <R> R fold(
                Function<Completed, R> completed,
                Function<ApprovalRequired, R> approval,
                Function<InputRequired, R> asked,
                Function<Failed, R> failed) {
            return approval.apply(this);
        }
    }

    /** Only the traveler can say; the answer arrives as a new message and leads to a new plan. */
    record InputRequired(String question) implements AgentResult {
        @Override
        public <R> R fold(
                Function<Completed, R> completed,
                Function<ApprovalRequired, R> approval,
                Function<InputRequired, R> asked,
                Function<Failed, R> failed) {
            return asked.apply(this);
        }
    }

    /**
     * The work cannot be done.
     *
     * @param reason one sentence fit for a traveler: what failed, and what they can do
     */
    record Failed(String reason) implements AgentResult {
        @Override
        public <R> R fold(
                Function<Completed, R> completed,
                Function<ApprovalRequired, R> approval,
                Function<InputRequired, R> asked,
                Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }

    static AgentResult completed(JsonNode artifact, String text) {
        return new Completed(artifact, text, List.of());
    }

    static AgentResult failed(String reason) {
        return new Failed(reason);
    }

    /** Handles every outcome; a new outcome changes this signature, and so every caller. */
    <R> R fold(
            Function<Completed, R> completed,
            Function<ApprovalRequired, R> approval,
            Function<InputRequired, R> asked,
            Function<Failed, R> failed);
}
