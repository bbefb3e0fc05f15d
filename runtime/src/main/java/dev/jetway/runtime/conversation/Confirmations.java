package dev.jetway.runtime.conversation;

import java.util.concurrent.CompletionStage;

/** What this region has stored, for others to ask. */
@FunctionalInterface
public interface Confirmations {

    /** Completes once it is stored here; fails when that does not happen in time. */
    CompletionStage<ConversationEntity.Confirmed> confirm(Confirmation what);
}
