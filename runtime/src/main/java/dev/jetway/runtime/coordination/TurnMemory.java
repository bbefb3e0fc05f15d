package dev.jetway.runtime.coordination;

import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.runtime.conversation.Turn;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the turns of this node take from what is remembered, and add to it. */
final class TurnMemory {

    private static final Logger LOG = LoggerFactory.getLogger(TurnMemory.class);

    private static final Set<String> PERSONAL =
            Set.of(TravelerMemory.PREFERENCES, TravelerMemory.TRIPS, TravelerMemory.REMEMBER, TravelerMemory.FORGET);

    static final Planning NOT_YOURS = new Planning.Answer(
            "What is remembered of travelers is between them and me: only they can ask for it, add to it and have it forgotten.");

    private final AgentRegistry registry;
    private final Memories memories;
    private final Duration within;

    /** @param within how long a plan waits */
    TurnMemory(AgentRegistry registry, Memories memories, Duration within) {
        this.registry = registry;
        this.memories = memories;
        this.within = within;
    }

    /** Never fails: a plan without is better than none. */
    CompletionStage<Remembered> toPlanWith(String conversation) {
        var known = memories.recall(Whose.of(conversation)).toCompletableFuture();
        if (known.isDone() && !known.isCompletedExceptionally()) {
            return known;
        }
        return known.copy().orTimeout(within.toMillis(), TimeUnit.MILLISECONDS).exceptionally(silent -> {
            LOG.warn("A turn of {} is planned without what is remembered: {}", conversation, silent.toString());
            return Remembered.NOTHING;
        });
    }

    /** Remembers what was booked, where the traveler has consented. What fails is not tried again. */
    void ended(String conversation, Turn turn) {
        var change = PastTrips.of(turn.plan() == null ? TaskGraph.EMPTY : turn.plan());
        if (!change.empty()) {
            memories.change(Whose.of(conversation), change, conversation).whenComplete((now, error) -> {
                if (error != null) {
                    LOG.warn("What turn {} of {} booked is not remembered", turn.id(), conversation, error);
                }
            });
        }
    }

    /** Whether a plan has something to do with what is remembered. */
    boolean isPersonal(Planning planning) {
        return planning.fold(
                tasks -> tasks.graph().tasks().values().stream()
                        .anyMatch(task -> registry.forSkill(task.skill())
                                .filter(agent -> agent.card().tools().stream().anyMatch(PERSONAL::contains))
                                .isPresent()),
                answer -> false);
    }
}
