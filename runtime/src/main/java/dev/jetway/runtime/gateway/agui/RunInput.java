package dev.jetway.runtime.gateway.agui;

import akka.actor.typed.ActorRef;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import java.util.List;
import java.util.Map;

/**
 * What is taken from an AG-UI {@code RunAgentInput}: the trailing user messages, or the answers to open
 * questions. Everything else a client sends along (history, state, tools) is not believed.
 */
public sealed interface RunInput {

    String thread();

    /** The least that was asked for. */
    AcknowledgementLevel acknowledgement();

    Command command(Traveler traveler, ActorRef<Receipt> replyTo);

    /** What other regions are asked for when it is to be stored there, too. */
    Confirmation confirmation(ConversationId conversation);

    /** @param person whether one is asked for */
    record Say(
            String thread,
            String runId,
            List<UserMessage> messages,
            boolean respond,
            AcknowledgementLevel acknowledgement,
            boolean person)
            implements RunInput {

        /** Without asking for a person. */
        public Say(
                String thread,
                String runId,
                List<UserMessage> messages,
                boolean respond,
                AcknowledgementLevel acknowledgement) {
            this(thread, runId, messages, respond, acknowledgement, false);
        }

        @Override
        public Command command(Traveler traveler, ActorRef<Receipt> replyTo) {
            return new Submit(runId, messages, respond, traveler, replyTo, person);
        }

        @Override
        public Confirmation confirmation(ConversationId conversation) {
            return new Confirmation(conversation.entityId(), runId, List.of());
        }
    }

    record Resume(String thread, String runId, Map<String, Boolean> approvals, AcknowledgementLevel acknowledgement)
            implements RunInput {
        @Override
        public Command command(Traveler traveler, ActorRef<Receipt> replyTo) {
            return new Answers(runId, approvals, replyTo);
        }

        @Override
        public Confirmation confirmation(ConversationId conversation) {
            return new Confirmation(conversation.entityId(), runId, List.copyOf(approvals.keySet()));
        }
    }
}
