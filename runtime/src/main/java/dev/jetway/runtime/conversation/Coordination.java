package dev.jetway.runtime.conversation;

import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.Written;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What a conversation needs from the outside: someone who plans, works, carries out and writes. Safe for
 * many threads; a stage that is already complete saves the conversation one write.
 */
public interface Coordination {

    /** A short name of the planner at work, as it is stored with the plan. */
    String planner();

    /** The skills of the request are filled in here. */
    CompletionStage<Planning> plan(PlanningRequest request);

    /** The same for a message of the traveler themselves, with what is remembered of them. */
    default CompletionStage<Planning> plan(String conversation, PlanningRequest request) {
        return plan(request);
    }

    /** Whether more than an answer can come of a skill, so that it matters where its input comes from. */
    default boolean changesTheWorld(String skill) {
        return true;
    }

    /** Has a specialist work a task. May be asked again for the same task. Fails only for a bug. */
    CompletionStage<Report> work(WorkOrder order);

    /**
     * Carries out the approved action of a task, at most once however often it is asked. A stage that
     * fails means the outcome is not known yet: ask again.
     */
    CompletionStage<Report> commit(WorkOrder order);

    /**
     * Writes the reply to a turn.
     *
     * @param text is given what may be told of it before it is whole, piece by piece, in order, before the stage
     *     completes; the pieces together are how the reply begins. Safe for any thread
     */
    CompletionStage<Written> compose(Material material, Consumer<String> text);

    /**
     * Whether a region can't be reached at this moment. What it has begun may be adopted then; that it is alive all
     * the same costs work done twice, and nothing else.
     */
    default boolean outOfReach(String region) {
        return false;
    }

    /** A conversation has stored events of its own, up to this one; the other regions want to know. */
    default void stored(String persistenceId, long sequenceNumber) {}

    /** An event of another region has become known to a conversation that was live. @param millis after it happened */
    default void followed(String region, long millis) {}

    /** Has a conversation stay awake that nobody speaks to, for something it waits for. */
    default void keepAwake(String conversation) {}

    /** Says what there is in a conversation for people at the desk, whenever that changes. */
    default void attention(String conversation, Attention what) {}

    /** Notes that a turn has to be brought to an end even if this node dies. */
    void opened(String conversation, Turn turn);

    /** Notes that a turn has ended. @param turn with its reply */
    void ended(String conversation, Turn turn);

    /** Notes that another region goes on with a turn. */
    void yielded(String conversation, String turn);
}
