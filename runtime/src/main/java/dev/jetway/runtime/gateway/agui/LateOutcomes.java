package dev.jetway.runtime.gateway.agui;

import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.LateOutcome;
import dev.jetway.runtime.conversation.Notice;

/** What a traveler is told of an action whose outcome became known when its turn had ended: a message, and the plan put right. */
final class LateOutcomes {

    private LateOutcomes() {}

    static void found(AgUiEvents out, Conversation before, OutcomeFound event, Conversation after) {
        var known = before.found(event.turnId(), event.taskId()).map(LateOutcome::text);
        var late = after.found(event.turnId(), event.taskId()).orElseThrow();
        if (known.filter(late.text()::equals).isPresent()) {
            return; // another region's desk had said the same
        }
        Asides.tell(out, before, Asides.run(after, event.turnId()), after, () -> tell(out, before, event, late, after));
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
