package dev.jetway.runtime.conversation;

import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** What a conversation says when it does not do as it is asked: what, and what to do instead. */
final class Refusals {

    static final Refused NO_NEW_MESSAGE = new Refused(
            "bad_request", "The run brings no message that the conversation has not seen; send a new message", false);

    static final Refused BUSY = new Refused(
            "conflict", "The message before is still being worked; wait for its answer, or cancel it", true);

    static final Refused NO_ANSWER = new Refused("payload_invalid", "The run answers no question", false);

    static final Refused EXPIRED = new Refused(
            "interrupt_expired", "The offer is no longer valid and nothing was done; ask for it again", false);

    static final Refused NO_CONVERSATION =
            new Refused("not_found", "There is no such conversation that you may join", false);

    static final Refused VISIT_OVER =
            new Refused("conflict", "This visit has ended; join again, with another visit's id", false);

    static final Refused NOT_HERE =
            new Refused("forbidden", "You are not in this conversation, or not any more; join it first", false);

    private Refusals() {}

    static Refused somebodyIsThere(Visit visit) {
        return new Refused(
                "conflict",
                "%s is in this conversation since %s"
                        .formatted(
                                visit.clerk().name(),
                                Instant.ofEpochMilli(visit.at()).truncatedTo(ChronoUnit.SECONDS)),
                false);
    }

    static Refused otherWords(String messageId) {
        return new Refused(
                "conflict",
                "The message '%s' was used before with other words; choose a new id".formatted(messageId),
                false);
    }

    static Refused otherContent(String runId) {
        return new Refused(
                "conflict",
                "The run '%s' was used before with another message; choose a new id".formatted(runId),
                false);
    }

    static Refused full(int turns) {
        return new Refused(
                "conflict", "The conversation has reached %d messages; start a new one".formatted(turns), false);
    }

    static Refused unknownRun(String runId) {
        return new Refused("not_found", "The conversation has no run '%s'".formatted(runId), false);
    }

    static Refused unknownQuestion(String approvalId) {
        return new Refused("interrupt_unknown", "Nobody asks the question '%s'".formatted(approvalId), false);
    }

    static Refused answeredOtherwise(String approvalId, boolean approved) {
        return new Refused(
                "conflict",
                "The question '%s' was already %s".formatted(approvalId, approved ? "approved" : "declined"),
                false);
    }

    static Refused unanswered(Collection<String> open) {
        return new Refused("payload_invalid", "All open questions are answered together: " + open, false);
    }
}
