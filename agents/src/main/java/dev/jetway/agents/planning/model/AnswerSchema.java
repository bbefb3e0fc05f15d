package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a model's answer looks like. As plain as every maker of models can promise: all required, nothing open. */
final class AnswerSchema {

    static final JsonNode JSON = parse("""
            {"type": "object", "additionalProperties": false,
             "required": ["kind", "text", "tasks", "assumptions"],
             "properties": {
               "kind": {"type": "string", "enum": ["plan", "question", "chat", "out_of_scope"]},
               "text": {"type": "string", "description": "What the traveler reads; empty for a plan."},
               "tasks": {"type": "array", "description": "Empty unless kind is plan.", "items": {
                 "type": "object", "additionalProperties": false,
                 "required": ["id", "skill", "title", "input", "dependsOn", "optional"],
                 "properties": {
                   "id": {"type": "string", "description": "Lower case letters, digits and hyphens."},
                   "skill": {"type": "string", "description": "The id of a skill."},
                   "title": {"type": "string", "description": "A few words for the traveler."},
                   "input": {"type": "string", "description": "The skill's input: a JSON object, as text."},
                   "dependsOn": {"type": "array", "items": {"type": "string"}},
                   "optional": {"type": "boolean"}}}},
               "assumptions": {"type": "array", "items": {"type": "string"},
                 "description": "What was taken for granted, one sentence each, for the traveler."}}}
            """);

    private AnswerSchema() {}

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
