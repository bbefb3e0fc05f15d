package dev.jetway.loadtests.drill;

import java.util.List;

/** One thing a front end did or saw. */
public sealed interface Observation {

    /** A message was sent, perhaps not for the first time. */
    record Sent(String runId, String messageId) implements Observation {}

    /** A confirmation was sent, perhaps not for the first time. */
    record Approved(String runId, String interruptId) implements Observation {}

    /** The server said {@code ok}: from here on it may not forget. */
    record Acknowledged(String runId) implements Observation {}

    record Refused(String runId, String reason) implements Observation {}

    /** The answer to a subscription. Events go on behind {@code after}, unless a reset follows. */
    record Followed(String epoch, long after) implements Observation {}

    /** The server could not replay; the next event is {@code seq + 1}. */
    record Reset(String epoch, long seq) implements Observation {}

    /** @param digest of the event's content: a repetition must carry the same */
    record Event(String epoch, long seq, String type, int digest) implements Observation {}

    record Disconnected(String reason) implements Observation {}

    /** A turn ended for the traveler: with an answer, a question or an error. */
    record Ended(String runId, How how) implements Observation {}

    /** The front end stopped waiting for a turn. */
    record GaveUp(String runId, String reason) implements Observation {}

    /** The conversation as the server tells it after everything. */
    record Stored(List<Message> messages) implements Observation {
        public Stored {
            messages = List.copyOf(messages);
        }
    }

    enum How {
        ANSWERED,
        ASKED,
        FAILED
    }

    record Message(String id, String role, String text) {}
}
