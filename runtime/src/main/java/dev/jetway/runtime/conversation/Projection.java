package dev.jetway.runtime.conversation;

import java.util.List;
import java.util.Optional;

/**
 * What front ends see of a conversation: each of its events as JSON texts of AG-UI events. Pure, and
 * called on the entity's thread, so it must be quick.
 */
public interface Projection {

    /**
     * What follows for a front end from one event, in order; possibly nothing.
     *
     * @param before the conversation without the event
     * @param after the conversation with it
     */
    List<String> events(Conversation before, ConversationEvent event, Conversation after);

    /** What is being done for a task at this moment; in no snapshot, because nothing of it is kept. */
    List<String> progress(Conversation conversation, String turnId, String taskId, String line, long at);

    /** Everything a front end needs that has seen nothing: MESSAGES_SNAPSHOT and STATE_SNAPSHOT. */
    List<String> snapshots(Conversation conversation);

    /**
     * A run for a front end that has seen nothing of it, or not all.
     *
     * @param runId which one; {@code null} for the one that is open, or else asks, or else was the last
     * @return empty when the conversation has no such run
     */
    Optional<RunSoFar> run(Conversation conversation, String runId);
}
