package dev.jetway.agents.reply;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.TaskGraph;
import java.time.Instant;
import java.util.List;

/**
 * Everything a reply may be made of.
 *
 * @param text what the traveler said
 * @param plan the tasks, all of them ended
 * @param assumptions what the planner took for granted, one sentence each
 */
public record Material(String text, TaskGraph plan, List<String> assumptions, Traveler traveler, Instant now) {

    public Material {
        assumptions = List.copyOf(assumptions);
    }
}
