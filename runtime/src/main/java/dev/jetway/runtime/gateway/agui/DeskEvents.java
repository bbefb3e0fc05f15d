package dev.jetway.runtime.gateway.agui;

import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import dev.jetway.runtime.conversation.Visit;
import java.util.Optional;

/** What a traveler sees of people from the desk: that they come and go, and what they say. */
final class DeskEvents {

    private DeskEvents() {}

    static void joined(AgUiEvents out, Conversation before, DeskJoined event, Conversation after) {
        var visit = open(after, event.visit().id());
        if (visit.isPresent() && open(before, event.visit().id()).isEmpty()) {
            tell(
                    out,
                    before,
                    after,
                    () -> out.desk(
                            "joined",
                            json -> json.writeStringField(
                                    "name", visit.get().clerk().name())));
        }
    }

    static void left(AgUiEvents out, Conversation before, DeskLeft event, Conversation after) {
        open(before, event.visitId())
                .ifPresent(visit -> tell(
                        out,
                        before,
                        after,
                        () -> out.desk("left", json -> {
                            json.writeStringField("name", visit.clerk().name());
                            json.writeBooleanField("expired", event.expired());
                        })));
    }

    static void spoke(AgUiEvents out, Conversation before, DeskSpoke event, Conversation after) {
        var spoken = event.spoken();
        if (!before.people().spoken().containsKey(spoken.messageId())) {
            tell(out, before, after, () -> out.reply(spoken.messageId(), spoken.text(), spoken.clerk()));
        }
    }

    private static Optional<Visit> open(Conversation conversation, String visitId) {
        return conversation.people().open().stream()
                .filter(visit -> visit.id().equals(visitId))
                .findFirst();
    }

    /** In another region it may be heard of before anything else is: then there is nobody to tell yet. */
    private static void tell(AgUiEvents out, Conversation before, Conversation after, Runnable what) {
        var turns = after.turns().values();
        if (!turns.isEmpty()) {
            Asides.tell(
                    out, before, Asides.run(after, turns.get(turns.size() - 1).id()), after, what);
        }
    }
}
