package dev.jetway.runtime.conversation;

import java.util.List;

/**
 * What one region has stored of a conversation, when another is asked whether it has it, too.
 *
 * @param conversation {@link ConversationId#entityId()}
 * @param runId of the message; or of the answers, which are known by their questions
 * @param approvals the questions that were answered; none for a message
 */
public record Confirmation(String conversation, String runId, List<String> approvals) {

    private static final int MAX_APPROVALS = 32;

    /** @throws IllegalArgumentException when it cannot be anything that was stored */
    public Confirmation {
        if (conversation == null || runId == null || runId.isEmpty()) {
            throw new IllegalArgumentException("a confirmation names conversation and run");
        }
        ConversationId.fromEntityId(conversation);
        approvals = approvals == null ? List.of() : List.copyOf(approvals);
        if (approvals.size() > MAX_APPROVALS) {
            throw new IllegalArgumentException("a confirmation names at most %d questions".formatted(MAX_APPROVALS));
        }
    }

    boolean isKnownTo(Conversation state) {
        return approvals.isEmpty()
                ? state.turn(runId).isPresent()
                : state.answers().keySet().containsAll(approvals);
    }
}
