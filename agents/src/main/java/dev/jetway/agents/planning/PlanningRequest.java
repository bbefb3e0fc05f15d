package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.task.TaskGraph;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything a planner may know.
 *
 * @param text what the traveler said, at most 20,000 characters
 * @param now when they said it
 * @param history the turns before, oldest first, at most {@link #MAX_HISTORY}
 * @param skills what can be asked for on this node, by id
 * @param remembered what the traveler wants us to know; nothing without their consent
 */
public record PlanningRequest(
        String text,
        Instant now,
        Traveler traveler,
        List<PastTurn> history,
        Map<String, Skill> skills,
        Remembered remembered) {

    public static final int MAX_HISTORY = 20;

    public PlanningRequest {
        history = List.copyOf(history);
        skills = Map.copyOf(skills);
    }

    /** Of a traveler of whom nothing is remembered. */
    public PlanningRequest(
            String text, Instant now, Traveler traveler, List<PastTurn> history, Map<String, Skill> skills) {
        this(text, now, traveler, history, skills, Remembered.NOTHING);
    }

    /**
     * One earlier turn.
     *
     * @param text what the traveler said
     * @param plan the tasks with their results; empty when the turn needed none
     * @param reply what was answered; empty when the turn ended without an answer
     */
    public record PastTurn(String text, TaskGraph plan, String reply) {}
}
