package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing an agent can be asked to do.
 *
 * @param id for example {@code hotels.search}
 * @param description one sentence, written for the planner
 * @param inputSchema JSON Schema (2020-12) of a task's input for this skill
 */
public record Skill(String id, String description, JsonNode inputSchema) {}
