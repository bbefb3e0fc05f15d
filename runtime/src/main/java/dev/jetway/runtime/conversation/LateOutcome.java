package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.task.TaskStatus;
import java.util.Comparator;
import java.util.List;

/**
 * What became known of an approved action when nobody had known it at first. Stored: names and fields are a contract.
 *
 * @param done whether it happened
 * @param title in the words of the question the traveler answered; null when not known
 * @param reference what the provider calls it; null when it did not happen, or has no name
 * @param region whose desk says so
 * @param at when it was found out, in milliseconds since 1970
 */
public record LateOutcome(
        boolean done,
        @JsonInclude(JsonInclude.Include.NON_NULL) String title,
        @JsonInclude(JsonInclude.Include.NON_NULL) String reference,
        String region,
        long at) {

    /** The first that was found out counts, wherever that was; the rest of the order is for two of one moment. */
    private static final Comparator<LateOutcome> FIRST = Comparator.comparingLong(LateOutcome::at)
            .thenComparing(LateOutcome::region)
            .thenComparing(LateOutcome::done)
            .thenComparing(LateOutcome::reference, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(LateOutcome::title, Comparator.nullsFirst(Comparator.naturalOrder()));

    static LateOutcome merge(LateOutcome one, LateOutcome other) {
        return FIRST.compare(one, other) <= 0 ? one : other;
    }

    /** As the traveler reads it. */
    public String text() {
        var what = title == null ? "What you approved" : "“%s”".formatted(title);
        if (!done) {
            return Sentences.NOT_DONE_AFTER_ALL.formatted(what);
        }
        return reference == null
                ? Sentences.DONE_AFTER_ALL.formatted(what)
                : Sentences.REFERENCE_AFTER_ALL.formatted(what, reference);
    }

    /** As the task would have ended, had it been known. */
    TaskStatus.Ended status() {
        return done
                ? new TaskStatus.Completed(artifact(), text(), List.of(Sentences.FOUND_LATER)).asApproved()
                : new TaskStatus.Failed(text(), true);
    }

    private String artifact() {
        var artifact = JsonNodeFactory.instance.objectNode();
        if (reference != null) {
            artifact.put("reference", reference);
        }
        if (title != null) {
            artifact.put("title", title);
        }
        return artifact.toString();
    }
}
