package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One thing an agent can be asked to do.
 *
 * <p>A property of the input schema may carry {@code "x-jetway-slot"}, which says what a planner without
 * a model puts there: {@code place.to}, {@code date.start}, {@code party.adults}, … The complete list is
 * in {@link dev.jetway.agents.planning.Slots}.
 *
 * @param id for example {@code hotels.search}
 * @param description one sentence, written for the planner
 * @param inputSchema JSON Schema (2020-12) of a task's input for this skill
 * @param keywords words or short phrases, in lower case, by which a traveler asks for it: {@code visa}
 */
public record Skill(String id, String description, JsonNode inputSchema, List<String> keywords) {

    public Skill {
        keywords = List.copyOf(keywords);
    }

    /** A skill that is only planned by planners that read descriptions. */
    public Skill(String id, String description, JsonNode inputSchema) {
        this(id, description, inputSchema, List.of());
    }
}
