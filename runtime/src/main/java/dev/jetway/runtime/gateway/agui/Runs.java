package dev.jetway.runtime.gateway.agui;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Answer;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.Turn;
import java.util.Comparator;
import java.util.Optional;

/** Which turn of a conversation has an AG-UI run open, and what the run is called. */
final class Runs {

    /** A call that was announced when the traveler was asked, and has no result yet. */
    record PendingCall(String callId, String tool) {}

    private Runs() {}

    /** The turn whose run is open: the latest of those that have neither ended nor wait for the traveler. */
    static Optional<Turn> foreground(Conversation conversation) {
        return conversation.turns().open().stream()
                .filter(turn -> !suspended(conversation, turn))
                .max(Comparator.comparingLong(Turn::at).thenComparing(Turn::id));
    }

    static boolean isForeground(Conversation conversation, String turnId) {
        return foreground(conversation).filter(turn -> turn.id().equals(turnId)).isPresent();
    }

    /** The turn waits for an answer that has not come, so its run is over. */
    static boolean suspended(Conversation conversation, Turn turn) {
        return turn.waiting()
                && !conversation.isCanceled(turn.id())
                && turn.plan().awaitingApproval().stream()
                        .map(task -> (TaskStatus.ApprovalRequired) task.status())
                        .anyMatch(asked -> !conversation.answers().containsKey(asked.approvalId()));
    }

    /** The run that brought the turn's latest answers, or the one that brought its message. */
    static String current(Conversation conversation, String turnId) {
        return conversation
                .turn(turnId)
                .flatMap(turn -> conversation.answersTo(turn).stream()
                        .max(Comparator.comparingLong(Answer::at).thenComparing(Answer::runId)))
                .map(Answer::runId)
                .orElse(turnId);
    }

    /**
     * What models took for the current run of a turn: its plan, unless that belongs to an earlier run, and its reply.
     *
     * @param reply null for nothing
     */
    static TokenUse use(Conversation conversation, Turn turn, TokenUse reply) {
        boolean first = current(conversation, turn.id()).equals(turn.id());
        var plan = first && turn.use() != null ? turn.use() : TokenUse.NONE;
        return reply == null ? plan : plan.plus(reply);
    }

    /** The turn a run belongs to. */
    static Optional<Turn> turn(Conversation conversation, String runId) {
        return conversation
                .turn(runId)
                .or(() -> conversation.turns().values().stream()
                        .filter(turn -> conversation.isRunOf(runId, turn))
                        .findFirst());
    }

    /** The turn to show first: the one that is open, or else asks, or else was the last. */
    static Optional<Turn> latest(Conversation conversation) {
        var all = conversation.turns().values();
        return foreground(conversation)
                .or(() -> conversation.turns().open().stream()
                        .filter(turn -> suspended(conversation, turn))
                        .reduce((earlier, later) -> later))
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)));
    }

    static Optional<PendingCall> pendingCall(TaskStatus status) {
        if (status instanceof TaskStatus.ApprovalRequired asked) {
            return Optional.of(
                    new PendingCall(asked.approvalId(), asked.action().tool()));
        }
        if (status instanceof TaskStatus.Committing committing) {
            return Optional.of(
                    new PendingCall(committing.approvalId(), committing.action().tool()));
        }
        return Optional.empty();
    }
}
