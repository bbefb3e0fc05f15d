package dev.jetway.agents.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool a model may want called.
 *
 * @param name letters, digits, {@code _} and {@code -}, at most 64: what every maker of models accepts
 * @param inputSchema a JSON Schema of an object
 */
public record ToolOffer(String name, String description, JsonNode inputSchema) {}
