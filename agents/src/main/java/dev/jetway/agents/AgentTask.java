package dev.jetway.agents;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One task as a specialist sees it.
 *
 * @param conversation the id of the conversation
 * @param turn the id of the turn within the conversation
 * @param id the id of the task within the plan; {@code conversation/turn/id} is unique
 * @param skill which of the card's skills is asked for
 * @param input the input, with references to other tasks' artifacts already replaced
 */
public record AgentTask(String conversation, String turn, String id, String skill, JsonNode input) {}
