package dev.jetway.runtime.conversation;

/** What a traveler is told when there is nothing better to say. */
final class Sentences {

    static final String NO_PLAN = "I'm sorry, I could not work out a plan for that just now. Please try again.";
    static final String NO_REPLY =
            "I'm sorry, your request was worked on, but I could not write the answer. Please ask again.";
    static final String CANCELED = "Canceled, as you asked.";
    static final String QUESTION_DROPPED = "I have dropped that question; nothing was booked or changed.";
    static final String STANDS = "I have stopped here. What was done before that stands:";
    static final String DECLINED = "You declined, so I left it.";
    static final String NOT_UNDONE = "You declined, so it stays as it is.";
    static final String TOO_SLOW = "This took too long, so I stopped waiting for it.";
    static final String DONE_AFTER_ALL = "%s went through after all.";
    static final String REFERENCE_AFTER_ALL = "%s went through after all: **%s**.";
    static final String NOT_DONE_AFTER_ALL = "%s was not done after all, and nothing is charged for it.";
    static final String FOUND_LATER = "This became known later.";
    static final String INTERNAL = "Something went wrong on our side.";

    private Sentences() {}
}
