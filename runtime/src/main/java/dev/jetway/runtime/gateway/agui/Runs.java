package dev.jetway.runtime.gateway.agui;

import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.Turn;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which turn of a conversation has an AG-UI run open, and what the run is called. */
final class Runs {

    /** What follows the turn id in an approval id: the task and a digest. */
    private static final Pattern TASK_AND_DIGEST = Pattern.compile("[a-z][a-z0-9-]*:[A-Za-z0-9_-]+");

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
        var prefix = turnId + ":";
        return conversation.answers().tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> TASK_AND_DIGEST
                        .matcher(entry.getKey().substring(prefix.length()))
                        .matches())
                .map(Map.Entry::getValue)
                .max(Comparator.comparingLong((dev.jetway.runtime.conversation.Answer answer) -> answer.at())
                        .thenComparing(answer -> answer.runId()))
                .map(answer -> answer.runId())
                .orElse(turnId);
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
