package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Breaks a traveler's message into tasks for specialists. Implementations are safe for many threads. */
public interface Planner {

    /** A short name for the log and for the page: {@code embedded}, {@code model}. */
    String name();

    /**
     * Gets ready for requests with these skills, so that the first of them need not wait. May be called again, and
     * need not be called at all.
     */
    default void prepare(Map<String, Skill> skills) {}

    /**
     * Plans one message.
     *
     * <p>A planner that only computes returns a completed stage; the runtime then stores the message and
     * its plan in one step. Tool results are never planned from: the only input is what the traveler
     * said and what earlier turns brought.
     *
     * @return the plan, or an answer that needs no tool. The stage fails only when planning is impossible
     *     at the moment; the turn then ends with an apology
     */
    CompletionStage<Planning> plan(PlanningRequest request);
}
