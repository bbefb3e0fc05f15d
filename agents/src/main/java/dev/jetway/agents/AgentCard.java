package dev.jetway.agents;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an agent presents itself.
 *
 * @param name unique on a node, in lower case with hyphens: {@code hotel-agent}
 * @param description written for the planner that chooses agents: what it does, and what it never does
 * @param skills what it can be asked to do; the ids are unique across all agents of a node
 * @param tools every tool it may call, as {@code server.tool}, and what else of a server it may read, as {@code
 *     server.resource:uri} and {@code server.prompt:name}, where a {@code *} at the end stands for whatever follows;
 *     the runtime refuses all others
 * @param risk the worst that can come of asking this agent
 */
public record AgentCard(String name, String description, List<Skill> skills, Set<String> tools, Risk risk) {

    public AgentCard {
        if (!name.matches("[a-z][a-z0-9-]{1,62}")) {
            throw new IllegalArgumentException(
                    "Agent name '%s' must be lower case letters, digits and hyphens".formatted(name));
        }
        if (skills.isEmpty()) {
            throw new IllegalArgumentException("Agent '%s' offers no skill".formatted(name));
        }
        skills = List.copyOf(skills);
        // Sorted, because the iteration order of Set.copyOf differs between JVMs.
        tools = Collections.unmodifiableSortedSet(new TreeSet<>(tools));
    }
}
