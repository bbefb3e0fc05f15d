package dev.jetway.runtime.model.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ChatReply;

/**
 * Puts one reply together from what comes of it. For one thread at a time. Fails with an {@link AttemptFailedException}
 * when what comes is no reply.
 */
public interface ReplyReader {

    /** The next event of the stream. Returns whether it brought more than that the stream is alive. */
    boolean event(EventStream.Event event);

    /** The whole answer of an address that does not stream. */
    void whole(JsonNode answer);

    /** Whether the model has said why it stopped: what may still come are the tokens used. */
    boolean isComplete();

    /** Whether nothing more will come. */
    boolean isOver();

    /** What was said; only when it is complete. */
    ChatReply reply();
}
