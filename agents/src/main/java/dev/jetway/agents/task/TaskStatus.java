package dev.jetway.agents.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.Action;
import java.util.List;

/**
 * How far a task has come, in the words of the A2A task life cycle. It only moves forward:
 *
 * <pre>
 * submitted → working → completed | failed | input-required | canceled
 *                    ↘ approval-required → committing ↗
 * </pre>
 *
 * Stored: names and fields are a contract.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @Type(value = TaskStatus.Submitted.class, name = "submitted"),
    @Type(value = TaskStatus.Working.class, name = "working"),
    @Type(value = TaskStatus.ApprovalRequired.class, name = "approval-required"),
    @Type(value = TaskStatus.Committing.class, name = "committing"),
    @Type(value = TaskStatus.Completed.class, name = "completed"),
    @Type(value = TaskStatus.InputRequired.class, name = "input-required"),
    @Type(value = TaskStatus.Failed.class, name = "failed"),
    @Type(value = TaskStatus.Canceled.class, name = "canceled"),
})
public sealed interface TaskStatus {

    /** A report with a rank no higher than the current one is a repeat, and changes nothing. */
    int rank();

    /** The word for it on the wire. */
    String word();

    record Submitted() implements TaskStatus {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public String word() {
            return "submitted";
        }
    }

    record Working() implements TaskStatus {
        @Override
        public int rank() {
            return 1;
        }

        @Override
        public String word() {
            return "working";
        }
    }

    /** The traveler has been asked. {@code approvalId} is bound to the exact arguments. */
    record ApprovalRequired(String approvalId, Action action) implements TaskStatus {
        @Override
        public int rank() {
            return 2;
        }

        @Override
        public String word() {
            return "approval-required";
        }
    }

    /** The traveler approved; from here on the action happens at most once. */
    record Committing(String approvalId, Action action) implements TaskStatus {
        @Override
        public int rank() {
            return 3;
        }

        @Override
        public String word() {
            return "committing";
        }
    }

    /** Nothing more will happen; an answer or a retry is a new task. */
    sealed interface Ended extends TaskStatus {
        @Override
        default int rank() {
            return 4;
        }

        /** The same, of something that the traveler had approved. */
        default Ended asApproved() {
            return this;
        }
    }

    /**
     * @param artifact the result as JSON text: compact in memory, parsed where it is used
     * @param text the result as a traveler reads it
     * @param asOf null when the result is current; otherwise the moment, in milliseconds since 1970, of the
     *     oldest answer in it that a tool which could not be reached had given before
     * @param approved the traveler had approved it: it has changed something
     */
    record Completed(
            String artifact,
            String text,
            List<String> caveats,
            @JsonInclude(JsonInclude.Include.NON_NULL) Long asOf,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean approved)
            implements Ended {

        public Completed {
            caveats = caveats == null ? List.of() : List.copyOf(caveats);
        }

        public Completed(String artifact, String text, List<String> caveats, Long asOf) {
            this(artifact, text, caveats, asOf, false);
        }

        /** A current result. */
        public Completed(String artifact, String text, List<String> caveats) {
            this(artifact, text, caveats, null);
        }

        @Override
        public Completed asApproved() {
            return new Completed(artifact, text, caveats, asOf, true);
        }

        @Override
        public String word() {
            return "completed";
        }
    }

    record InputRequired(String question) implements Ended {
        @Override
        public String word() {
            return "input-required";
        }
    }

    /** @param approved the traveler had approved it, and it failed all the same */
    record Failed(
            String reason,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean approved) implements Ended {

        public Failed(String reason) {
            this(reason, false);
        }

        @Override
        public Failed asApproved() {
            return new Failed(reason, true);
        }

        @Override
        public String word() {
            return "failed";
        }
    }

    /** The traveler declined or canceled, or what it waited for never came. */
    record Canceled(String reason) implements Ended {
        @Override
        public String word() {
            return "canceled";
        }
    }
}
