package dev.jetway.runtime.gateway.agui;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.Turn;
import java.util.Optional;

/**
 * What a front end is told apart from the turn it waits for. AG-UI knows messages within runs only, so a run is opened
 * for it when none is. Questions that are open stay so: a run that begins takes them away from a front end, and this one
 * ends by asking them again.
 */
final class Asides {

    private Asides() {}

    /** @param run what a run is called that has to be opened for it */
    static void tell(AgUiEvents out, Conversation before, String run, Conversation after, Runnable what) {
        if (Runs.foreground(before).isPresent()) {
            what.run();
            return;
        }
        out.runStarted(run);
        what.run();
        var asking = asking(after);
        if (asking.isPresent()) {
            AgUiSnapshots.add(out, after);
            out.runInterrupted(run, asking.get().id(), asking.get().plan().awaitingApproval(), TokenUse.NONE);
        } else {
            out.runFinished(run, "success");
        }
    }

    /** The run that what belongs to a turn appears in: that of the question that is open, or else the turn's last. */
    static String run(Conversation after, String turnId) {
        return Runs.current(after, asking(after).map(Turn::id).orElse(turnId));
    }

    private static Optional<Turn> asking(Conversation conversation) {
        return conversation.turns().open().stream()
                .filter(turn -> Runs.suspended(conversation, turn))
                .reduce((earlier, later) -> later);
    }
}
