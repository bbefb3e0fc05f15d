package dev.jetway.agents.model;

/**
 * A call a model wants to have made.
 *
 * @param id unique in the reply
 * @param arguments as the model wrote them: usually JSON, and never to be trusted
 */
public record ToolCall(String id, String name, String arguments) {}
