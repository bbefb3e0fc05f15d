package dev.jetway.runtime.desk;

import dev.jetway.runtime.conversation.Attention;

/** @param conversation see {@link dev.jetway.runtime.conversation.ConversationId#entityId()} */
public record Waiting(String conversation, Attention attention) {}
