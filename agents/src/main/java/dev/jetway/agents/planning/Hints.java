package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.Clauses.Clause;
import java.util.List;

/**
 * What the keywords of a message ask for.
 *
 * @param all one entry for each thing, in order: the skills that could do it
 * @param parts the same, part by part
 */
record Hints(List<List<Skill>> all, List<Part> parts) {

    record Part(Clause clause, List<List<Skill>> skills) {}
}
