package dev.jetway.runtime.conversation;

import java.util.Optional;

/**
 * Something the traveler was told that is no reply to a turn.
 *
 * @param messageId differs when something else is said of the same action
 * @param at in milliseconds since 1970
 * @param by who said it; empty when it was no person
 */
public record Notice(String messageId, String text, long at, Optional<Clerk> by) {

    /** @param action its turn and task */
    static Notice of(String action, LateOutcome late) {
        return new Notice("%s-%d".formatted(action, late.at()), late.text(), late.at(), Optional.empty());
    }

    /** What is said of an action whose outcome became known later. */
    public static Notice of(String turnId, String taskId, LateOutcome late) {
        return of(Conversation.outcomeKey(turnId, taskId), late);
    }

    static Notice of(Spoken spoken) {
        return new Notice(spoken.messageId(), spoken.text(), spoken.at(), Optional.of(spoken.clerk()));
    }
}
