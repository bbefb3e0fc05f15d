package dev.jetway.runtime.conversation;

import akka.actor.typed.ActorRef;
import dev.jetway.runtime.conversation.ConversationEntity.Confirm;
import dev.jetway.runtime.conversation.ConversationEntity.Confirmed;
import java.util.ArrayDeque;
import java.util.Deque;

/** Regions that wait until this one has stored what they have. Whoever is forgotten asks again. */
final class Confirming {

    private static final int MAX_WAITING = 64;

    private final Deque<Confirm> waiting = new ArrayDeque<>();

    void ask(Conversation state, Confirm confirm) {
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(confirm);
        look(state);
    }

    /** After something was heard of another region. */
    void look(Conversation state) {
        waiting.removeIf(confirm -> {
            boolean known = confirm.what().isKnownTo(state);
            if (known) {
                ActorRef<Confirmed> asker = confirm.replyTo();
                asker.tell(Confirmed.INSTANCE);
            }
            return known;
        });
    }
}
