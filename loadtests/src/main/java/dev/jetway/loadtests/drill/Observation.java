package dev.jetway.loadtests.drill;

import java.util.List;

/** One thing a front end did or saw. */
public sealed interface Observation {

    /** A message was sent, perhaps not for the first time. */
    record Sent(String runId, String messageId) implements Observation {}

    /** A confirmation was sent, perhaps not for the first time. */
    record Approved(String runId, String interruptId) implements Observation {}

    /**
     * The server said {@code ok}: from here on it may not forget.
     *
     * @param duplicate whether it had heard of it before
     */
    record Acknowledged(String runId, boolean duplicate) implements Observation {}

    record Refused(String runId, String reason) implements Observation {}

    /** The answer to a subscription. Events go on behind {@code after}, unless a reset follows. */
    record Followed(String epoch, long after) implements Observation {}

    /** The server could not replay; the next event is {@code seq + 1}. */
    record Reset(String epoch, long seq) implements Observation {}

    /**
     * @param first the number of the first of several that were sent as one; else equal to {@code seq}
     * @param about the message, the run or the call it is about, as far as it names one
     * @param digest of the event's content: a repetition must carry the same
     */
    record Event(String epoch, long first, long seq, String type, String about, int digest) implements Observation {}

    record Disconnected(String reason) implements Observation {}

    /** A turn ended for the traveler: with an answer, a question or an error. */
    record Ended(String runId, How how) implements Observation {}

    /** The front end stopped waiting for a turn. */
    record GaveUp(String runId, String reason) implements Observation {}

    /**
     * The conversation as a region tells it after everything.
     *
     * @param running whether it is still at work
     */
    record Stored(String region, boolean running, List<Message> messages) implements Observation {
        public Stored {
            messages = List.copyOf(messages);
        }
    }

    /** A region could not be asked for the conversation after everything. */
    record Unread(String region, String reason) implements Observation {}

    enum How {
        ANSWERED,
        ASKED,
        FAILED
    }

    /** @param role {@code user}, {@code assistant}, or {@code activity}: then the text is how the turn's tasks stand */
    record Message(String id, String role, String text) {
        boolean said() {
            return role.equals("user") || role.equals("assistant");
        }
    }
}
