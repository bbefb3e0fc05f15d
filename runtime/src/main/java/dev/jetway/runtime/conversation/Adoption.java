package dev.jetway.runtime.conversation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When this region goes on with what others have begun, and with what. Pure, but for the question who can be reached.
 *
 * <p>A turn that seems open may have ended in an event that is still on its way, so nothing is adopted before nothing
 * was heard for a while. Two regions that follow each other's events and can't reach each other would adopt from each
 * other for ever: every adoption of a turn doubles the wait before the next.
 *
 * @param quiet how long nothing must have been heard before a turn is adopted for the first time
 */
record Adoption(String region, Coordination coordination, Duration quiet) {

    private static final int MOST_DOUBLINGS = 6;

    /** How long to wait before looking; empty when there is nothing to look at. */
    Optional<Duration> wait(Conversation state) {
        return begunElsewhere(state).stream()
                .map(turn -> turn.owner().epoch())
                .min(Integer::compare)
                .map(epoch -> quiet.multipliedBy(1L << Math.min(epoch, MOST_DOUBLINGS)));
    }

    /** What is to be stored; empty while everybody can be reached. */
    List<ConversationEvent> of(Conversation state, long now) {
        return begunElsewhere(state).stream()
                .filter(turn -> coordination.outOfReach(turn.owner().region()))
                .<ConversationEvent>map(turn -> turn.adoptedBy(region, now))
                .toList();
    }

    /** What waits for its traveler needs nobody until they have answered. */
    private List<Turn> begunElsewhere(Conversation state) {
        return state.turns().open().stream()
                .filter(turn -> !turn.owner().region().equals(region))
                .filter(turn -> !turn.waiting()
                        || state.isCanceled(turn.id())
                        || !turn.next(state.answers(), false, task -> state.outcome(turn.id(), task))
                                .isEmpty())
                .toList();
    }
}
