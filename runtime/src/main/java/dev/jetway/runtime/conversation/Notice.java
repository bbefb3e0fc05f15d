package dev.jetway.runtime.conversation;

/**
 * Something the traveler was told that is no reply to a turn.
 *
 * @param messageId differs when something else is said of the same action
 * @param at in milliseconds since 1970
 */
public record Notice(String messageId, String text, long at) {

    /** @param action its turn and task */
    static Notice of(String action, LateOutcome late) {
        return new Notice("%s-%d".formatted(action, late.at()), late.text(), late.at());
    }

    /** What is said of an action whose outcome became known later. */
    public static Notice of(String turnId, String taskId, LateOutcome late) {
        return of(Conversation.outcomeKey(turnId, taskId), late);
    }
}
