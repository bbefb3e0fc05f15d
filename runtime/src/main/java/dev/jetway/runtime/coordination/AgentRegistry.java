package dev.jetway.runtime.coordination;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The agents of this node, by name and by skill.
 *
 * @param agents by name
 * @param bySkill the agent that offers a skill
 */
public record AgentRegistry(Map<String, AgentBehavior> agents, Map<String, AgentBehavior> bySkill) {

    /**
     * Finds every agent on the class path.
     *
     * @param disabled names of agents to leave out
     * @throws IllegalStateException when two agents share a name or a skill, or a disabled name is unknown
     */
    public static AgentRegistry load(Set<String> disabled) {
        return of(
                ServiceLoader.load(AgentBehavior.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                disabled);
    }

    static AgentRegistry of(Collection<AgentBehavior> found, Set<String> disabled) {
        var unknown = new TreeSet<>(disabled);
        found.forEach(agent -> unknown.remove(agent.card().name()));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("jetway.agents.disabled names agents that don't exist: " + unknown);
        }
        var agents = new TreeMap<String, AgentBehavior>();
        var bySkill = new TreeMap<String, AgentBehavior>();
        for (var agent : found) {
            var card = agent.card();
            if (disabled.contains(card.name())) {
                continue;
            }
            refuseTwo("call themselves", card.name(), agents.put(card.name(), agent), agent);
            for (var skill : card.skills()) {
                refuseTwo("offer the skill", skill.id(), bySkill.put(skill.id(), agent), agent);
            }
        }
        return new AgentRegistry(Collections.unmodifiableMap(agents), Collections.unmodifiableMap(bySkill));
    }

    private static void refuseTwo(String what, String name, AgentBehavior one, AgentBehavior other) {
        if (one != null) {
            throw new IllegalStateException("%s and %s both %s '%s'; disable one with jetway.agents.disabled"
                    .formatted(one.getClass().getName(), other.getClass().getName(), what, name));
        }
    }

    public Optional<AgentBehavior> forSkill(String skill) {
        return Optional.ofNullable(bySkill.get(skill));
    }

    /** Everything that can be asked for on this node, by skill id. Makes a new map. */
    public Map<String, Skill> skills() {
        var skills = new TreeMap<String, Skill>();
        agents.values().stream()
                .map(agent -> agent.card().skills())
                .flatMap(List::stream)
                .forEach(skill -> skills.put(skill.id(), skill));
        return skills;
    }
}
