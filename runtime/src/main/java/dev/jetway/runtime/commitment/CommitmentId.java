package dev.jetway.runtime.commitment;

import java.util.Optional;

/**
 * Which approved action: the task of a turn of a conversation. However often a task is put to the traveler, it is one
 * action.
 *
 * @param conversation the entity id of the conversation, which contains no '/'
 * @param task contains no ':'
 */
public record CommitmentId(String conversation, String turn, String task) {

    /** Empty for a text that names none. */
    public static Optional<CommitmentId> parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.lastIndexOf(':');
        return slash <= 0 || colon <= slash + 1 || colon == text.length() - 1
                ? Optional.empty()
                : Optional.of(new CommitmentId(
                        text.substring(0, slash), text.substring(slash + 1, colon), text.substring(colon + 1)));
    }

    /** As the entity is named, and as people name it. */
    @Override
    public String toString() {
        return "%s/%s:%s".formatted(conversation, turn, task);
    }
}
