package dev.jetway.runtime.gateway;

import akka.actor.typed.ActorRef;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import java.util.List;
import java.util.Map;

/**
 * What is taken from an AG-UI {@code RunAgentInput}: the trailing user messages, or the answers to open
 * questions. Everything else a client sends along (history, state, tools) is not believed.
 */
sealed interface RunInput {

    String thread();

    Command command(Traveler traveler, ActorRef<Receipt> replyTo);

    record Say(String thread, String runId, List<UserMessage> messages, boolean respond) implements RunInput {
        @Override
        public Command command(Traveler traveler, ActorRef<Receipt> replyTo) {
            return new Submit(runId, messages, respond, traveler, replyTo);
        }
    }

    record Resume(String thread, String runId, Map<String, Boolean> approvals) implements RunInput {
        @Override
        public Command command(Traveler traveler, ActorRef<Receipt> replyTo) {
            return new Answers(runId, approvals, replyTo);
        }
    }
}
