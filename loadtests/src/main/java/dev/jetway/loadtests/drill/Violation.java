package dev.jetway.loadtests.drill;

/** A promise that was broken. */
public record Violation(Kind kind, String traveler, String detail) {

    public enum Kind {
        /** A turn neither answered nor failed. */
        TURN_NEVER_ENDED,
        /** A message the server had acknowledged is not in the conversation. */
        ACKNOWLEDGED_MESSAGE_MISSING,
        MESSAGE_DOUBLED,
        /** A turn was seen to be answered, and the conversation has no reply to it. */
        REPLY_MISSING,
        /** Two replies with the same text behind one message. */
        REPLY_DOUBLED,
        /** The numbers of the events leave some out. */
        EVENT_MISSING,
        /** One number, two different events. */
        EVENT_CHANGED,
        /** Approved and acknowledged, and nothing is booked. */
        BOOKING_MISSING,
        /** More bookings than approvals. */
        BOOKING_DOUBLED,
        /** Booked without an approval. */
        BOOKING_UNAPPROVED,
        /** The conversation itself could not be read at the end. */
        HISTORY_UNREADABLE
    }

    @Override
    public String toString() {
        return "%s %s: %s".formatted(kind, traveler, detail);
    }
}
