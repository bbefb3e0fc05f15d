package dev.jetway.mcp.asked;

/**
 * How often a server has asked for something of one {@link Kind} since the start.
 *
 * @param answered given what it asked for; a question to the traveler that was noted for the agent
 * @param refused not allowed, too often, too much, of no call that is known, or without an answer in time
 */
public record Asked(long answered, long refused) {}
