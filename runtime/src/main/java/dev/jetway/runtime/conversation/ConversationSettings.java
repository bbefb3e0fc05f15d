package dev.jetway.runtime.conversation;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * @param maxTurns a conversation of this many turns takes no further message
 * @param turnTimeout a turn that has not ended by then is ended, unless it waits for the traveler
 * @param taskTimeout a task that has not ended by then has failed
 * @param reportLinger how long the result of a task may wait for those of its siblings, to be stored with
 *     them
 * @param subscriberLease a subscriber that does not renew within this time is dropped
 * @param commitRetry how long to wait before asking again for the outcome of an approved action
 * @param catchUp with several regions, how long nothing must have been heard of the others before what they or
 *     this one had begun is gone on with
 * @param deskVisit how long somebody from the desk is in a conversation without a sign that they stay
 */
public record ConversationSettings(
        int maxTurns,
        Duration turnTimeout,
        Duration taskTimeout,
        Duration reportLinger,
        Duration subscriberLease,
        Duration commitRetry,
        Duration catchUp,
        Duration deskVisit) {

    /** A page says every third of a visit that it goes on. */
    private static final Duration MIN_VISIT = Duration.ofSeconds(1);

    public ConversationSettings {
        if (maxTurns < 1) {
            throw new IllegalArgumentException("jetway.conversation.max-turns must be at least 1");
        }
        if (deskVisit.compareTo(MIN_VISIT) < 0) {
            throw new IllegalArgumentException(
                    "jetway.conversation.desk-visit must be at least %s".formatted(MIN_VISIT));
        }
        if (taskTimeout.compareTo(turnTimeout) >= 0) {
            throw new IllegalArgumentException(
                    "jetway.conversation.task-timeout (%s) must be shorter than turn-timeout (%s)"
                            .formatted(taskTimeout, turnTimeout));
        }
    }

    /** @param config the section {@code jetway.conversation} */
    public static ConversationSettings from(Config config) {
        return new ConversationSettings(
                config.getInt("max-turns"),
                config.getDuration("turn-timeout"),
                config.getDuration("task-timeout"),
                config.getDuration("report-linger"),
                config.getDuration("subscriber-lease"),
                config.getDuration("commit-retry"),
                config.getDuration("catch-up"),
                config.getDuration("desk-visit"));
    }
}
