package dev.jetway.agents.planning;

import java.util.concurrent.CompletionStage;

/** Breaks a traveler's message into tasks for specialists. Implementations are safe for many threads. */
public interface Planner {

    /** A short name for the log and for the page: {@code embedded}, {@code model}. */
    String name();

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
