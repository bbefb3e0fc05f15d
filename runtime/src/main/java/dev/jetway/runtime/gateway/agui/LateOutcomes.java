package dev.jetway.runtime.gateway.agui;

import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.LateOutcome;
import dev.jetway.runtime.conversation.Notice;
import dev.jetway.runtime.conversation.Turn;

/**
 * What a traveler is told of an action whose outcome became known when its turn had ended: a message, and the plan put
 * right. AG-UI knows messages within runs only, so a run is opened for it when none is. Questions that are open stay so:
 * a run that begins takes them away from a front end, and this one ends by asking them again.
 */
final class LateOutcomes {

    private LateOutcomes() {}

    static void found(AgUiEvents out, Conversation before, OutcomeFound event, Conversation after) {
        var known = before.found(event.turnId(), event.taskId()).map(LateOutcome::text);
        var late = after.found(event.turnId(), event.taskId()).orElseThrow();
        if (known.filter(late.text()::equals).isPresent()) {
            return; // another region's desk had said the same
        }
        if (Runs.foreground(before).isPresent()) {
            tell(out, before, event, late, after);
            return;
        }
        var asking = after.turns().open().stream()
                .filter(turn -> Runs.suspended(after, turn))
                .reduce((earlier, later) -> later);
        var run = Runs.current(after, asking.map(Turn::id).orElse(event.turnId()));
        out.runStarted(run);
        tell(out, before, event, late, after);
        if (asking.isPresent()) {
            AgUiSnapshots.add(out, after);
            out.runInterrupted(run, asking.get().id(), asking.get().plan().awaitingApproval());
        } else {
            out.runFinished(run, "success");
        }
    }

    private static void tell(
            AgUiEvents out, Conversation before, OutcomeFound event, LateOutcome late, Conversation after) {
        before.turn(event.turnId())
                .filter(turn -> turn.plan() != null)
                .ifPresent(turn -> out.planChanged(event.turnId(), before.planNow(turn), after.planNow(turn)));
        var notice = Notice.of(event.turnId(), event.taskId(), late);
        out.reply(notice.messageId(), notice.text());
    }
}
