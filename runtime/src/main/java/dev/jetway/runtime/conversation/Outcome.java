package dev.jetway.runtime.conversation;

/** How a turn ended. Stored by name. */
public enum Outcome {
    /** The traveler got an answer. Some optional part may be missing; then the answer says so. */
    ANSWERED,
    /** What the traveler asked for could not be done; the reply says why. */
    FAILED,
    /** The traveler canceled, or typed something else while a question was open. */
    CANCELED,
    /** A message that asked for no answer was recorded. */
    NOTED
}
