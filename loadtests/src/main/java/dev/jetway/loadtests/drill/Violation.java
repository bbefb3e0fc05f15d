package dev.jetway.loadtests.drill;

import java.time.Instant;

/**
 * A promise that was broken.
 *
 * @param at the moment of what the promise was about
 */
public record Violation(Kind kind, String traveler, String detail, Instant at) {

    public enum Kind {
        /** A turn neither answered nor failed. */
        TURN_NEVER_ENDED("unended"),
        /** A message the server had acknowledged is not in the conversation. */
        ACKNOWLEDGED_MESSAGE_MISSING("lost"),
        MESSAGE_DOUBLED("repeated"),
        /** A turn was seen to be answered, and the conversation has no reply to it. */
        REPLY_MISSING("unanswered"),
        /** Two replies with the same text behind one message. */
        REPLY_DOUBLED("repeated"),
        /** The numbers of the events leave some out. */
        EVENT_MISSING("gap"),
        /** One number, two different events. */
        EVENT_CHANGED("changed"),
        /** Approved and acknowledged, and nothing is booked. */
        BOOKING_MISSING("unbooked"),
        /** More bookings than approvals. */
        BOOKING_DOUBLED("twice"),
        /** Booked without an approval. */
        BOOKING_UNAPPROVED("unapproved"),
        /** A reply names a booking that is not in the database. */
        BOOKING_UNTRUE("untrue"),
        /** Two regions tell the conversation differently at the end. */
        REGIONS_DIFFER("differing"),
        /** The conversation itself could not be read at the end. */
        HISTORY_UNREADABLE("unreadable");

        private final String verdict;

        Kind(String verdict) {
            this.verdict = verdict;
        }

        /** One word for it. */
        public String verdict() {
            return verdict;
        }

        /** Never forgivable: what was acknowledged is gone, or an action happened that was not to happen. */
        public boolean fatal() {
            return this == ACKNOWLEDGED_MESSAGE_MISSING || this == BOOKING_DOUBLED || this == BOOKING_UNAPPROVED;
        }
    }

    @Override
    public String toString() {
        return "%s (%s) %s: %s".formatted(kind.verdict(), kind, traveler, detail);
    }
}
