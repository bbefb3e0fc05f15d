package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import java.util.List;

/**
 * One thing the traveler wants.
 *
 * @param skills those that could do it; which one does depends on what is known
 * @param optional nice to have: its failure must not spoil the rest
 */
record Wish(List<Skill> skills, boolean optional) {

    Wish {
        skills = List.copyOf(skills);
    }

    boolean is(String skill) {
        return skills.stream().anyMatch(candidate -> candidate.id().equals(skill));
    }
}
