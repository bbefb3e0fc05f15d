package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param examples whole messages of travelers who want it, from which a planner without a model learns the others:
 *     {@code do I need a visa for Japan}
 * @param undo how what it did is made undone; empty when it changes nothing, or for good
 */
public record Skill(
        String id,
        String description,
        JsonNode inputSchema,
        List<String> keywords,
        List<String> examples,
        Optional<Undo> undo) {

    /**
     * Another skill that makes undone what this one did. When the traveler approves two things in one message and
     * one of them fails, the runtime plans this for the other, and asks.
     *
     * @param skill for example {@code bookings.cancel}
     * @param input its input: by property, a JSON Pointer (RFC 6901) into the artifact of what is to be undone
     */
    public record Undo(String skill, Map<String, String> input) {
        public Undo {
            input = Map.copyOf(input);
        }
    }

    public Skill {
        keywords = List.copyOf(keywords);
        examples = List.copyOf(examples);
    }

    public Skill(String id, String description, JsonNode inputSchema, List<String> keywords) {
        this(id, description, inputSchema, keywords, List.of(), Optional.empty());
    }

    /** A skill that is only planned by planners that read descriptions. */
    public Skill(String id, String description, JsonNode inputSchema) {
        this(id, description, inputSchema, List.of());
    }

    /** This skill, asked for like this. */
    public Skill askedLike(List<String> messages) {
        return new Skill(id, description, inputSchema, keywords, messages, undo);
    }

    /** This skill, whose work another one makes undone. */
    public Skill undoneBy(String skill, Map<String, String> input) {
        return new Skill(id, description, inputSchema, keywords, examples, Optional.of(new Undo(skill, input)));
    }
}
