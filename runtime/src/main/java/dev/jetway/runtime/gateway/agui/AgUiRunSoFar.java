package dev.jetway.runtime.gateway.agui;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.conversation.Begun;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.RunSoFar;
import dev.jetway.runtime.conversation.Turn;
import java.util.Optional;

/**
 * A run in the words of AG-UI for somebody who comes late. Snapshots, and not what happened again: a client that comes
 * back has a part of it already, and would append the same text a second time.
 */
final class AgUiRunSoFar {

    private AgUiRunSoFar() {}

    /** @param runId {@code null} for the latest */
    static Optional<RunSoFar> of(String thread, Conversation conversation, String runId, Begun begun) {
        var turn = runId == null ? Runs.latest(conversation) : Runs.turn(conversation, runId);
        return turn.map(known ->
                of(thread, conversation, known, runId == null ? Runs.current(conversation, known.id()) : runId, begun));
    }

    private static RunSoFar of(String thread, Conversation conversation, Turn turn, String runId, Begun begun) {
        var out = new AgUiEvents(thread, turn.ended() ? turn.reply().at() : turn.at());
        boolean current = Runs.current(conversation, turn.id()).equals(runId);
        boolean open = current && Runs.isForeground(conversation, turn.id());
        out.runStarted(runId);
        AgUiSnapshots.add(out, conversation, open ? begun : null);
        if (open) {
            AgUiProjection.openSubagents(out, turn);
            if (begun != null && begun.turnId().equals(turn.id())) {
                out.replyStart(begun.messageId()); // its beginning is in the snapshot
            }
        } else if (current && Runs.suspended(conversation, turn)) {
            out.runInterrupted(runId, turn.id(), turn.plan().awaitingApproval(), TokenUse.NONE);
        } else if (current && turn.ended()) {
            AgUiProjection.finish(out, runId, turn.reply(), TokenUse.NONE);
        } else {
            out.runFinished(runId, "success"); // the turn went on under another run, or without one
        }
        return new RunSoFar(runId, open, out.list());
    }
}
