package dev.jetway.runtime.conversation;

import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
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

    /** Whether the reply to a turn is told while it is written; else it is when it is stored. */
    default boolean tellsWriting(Conversation conversation, String turnId) {
        return false;
    }

    /**
     * The next piece of a reply that is being written.
     *
     * @param begun what was told of it before; its text is empty when nothing was
     */
    default List<String> writing(Conversation conversation, Begun begun, String piece, long at) {
        return List.of();
    }

    /** What follows from a reply of which the beginning was told. */
    default List<String> written(Conversation before, ReplyComposed event, Conversation after, Begun begun) {
        return events(before, event, after);
    }

    /** Takes back what was told of a reply that will not be told to its end like this. */
    default List<String> takenBack(Conversation conversation, Begun begun, long at) {
        return List.of();
    }

    /** Whether an event makes a front end forget all messages it does not hold; of what {@link #events} says. */
    default boolean replacesAll(String event) {
        return false;
    }

    /** Everything a front end needs that has seen nothing: MESSAGES_SNAPSHOT and STATE_SNAPSHOT. */
    List<String> snapshots(Conversation conversation);

    /** The same while a reply is being written, so that what is told next continues it. */
    default List<String> snapshots(Conversation conversation, Begun begun) {
        return snapshots(conversation);
    }

    /**
     * A run for a front end that has seen nothing of it, or not all.
     *
     * @param runId which one; {@code null} for the one that is open, or else asks, or else was the last
     * @return empty when the conversation has no such run
     */
    Optional<RunSoFar> run(Conversation conversation, String runId);

    /** The same while a reply is being written, so that what is told next continues it. */
    default Optional<RunSoFar> run(Conversation conversation, String runId, Begun begun) {
        return run(conversation, runId);
    }
}
