package dev.jetway.runtime.gateway;

import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationId;

/** The way to the conversations, wherever they live. Never blocks and never throws; a lost command is not answered. */
@FunctionalInterface
public interface Conversations {

    void tell(ConversationId id, ConversationEntity.Command command);
}
