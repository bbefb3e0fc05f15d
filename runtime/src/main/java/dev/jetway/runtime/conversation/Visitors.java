package dev.jetway.runtime.conversation;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.VisitsOver;
import java.time.Duration;

/**
 * Sees to it that visits from the desk end, and that the desk knows what there is for it. Part of a conversation's actor:
 * for its thread only.
 */
final class Visitors {

    private final TimerScheduler<Command> timers;
    private final String conversation;
    private final String region;
    private final Duration catchUp;
    private final Coordination coordination;

    /** What the desk was told; {@code null} when that is not known. */
    private Attention told = Attention.NONE;

    Visitors(
            TimerScheduler<Command> timers,
            String conversation,
            String region,
            Duration catchUp,
            Coordination coordination) {
        this.timers = timers;
        this.conversation = conversation;
        this.region = region;
        this.catchUp = catchUp;
        this.coordination = coordination;
    }

    /** What an earlier incarnation told the desk may have changed since. */
    void forget(Conversation state) {
        if (!state.people().equals(People.NONE)) {
            told = null;
        }
    }

    /**
     * Visits of another region are ended by it, unless it is gone.
     *
     * @param now in milliseconds since 1970
     */
    void mind(Conversation state, long now) {
        state.people().open().stream()
                .mapToLong(visit -> visit.until() + (visit.region().equals(region) ? 0 : catchUp.toMillis()))
                .min()
                .ifPresentOrElse(
                        until -> timers.startSingleTimer(
                                VisitsOver.INSTANCE, VisitsOver.INSTANCE, Duration.ofMillis(Math.max(1, until - now))),
                        () -> timers.cancel(VisitsOver.INSTANCE));
        var next = Attention.of(state, now);
        if (!next.equals(told)) {
            told = next;
            coordination.attention(conversation, next);
        }
    }
}
