package dev.jetway.agents.model;

import java.util.concurrent.CompletionStage;

/** A request to a model that is under way. */
public interface ChatCall {

    /** Fails with a {@link ModelException}, and with nothing else, at the latest at the request's deadline. */
    CompletionStage<ChatReply> reply();

    /**
     * Gives the request up: its connection is closed, no more tokens are paid for, and the reply fails as {@link
     * ModelException.Kind#CANCELED} unless it has come. May be called again, and after the end, for nothing.
     */
    void cancel();
}
