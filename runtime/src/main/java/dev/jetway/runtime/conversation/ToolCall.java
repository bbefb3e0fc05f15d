package dev.jetway.runtime.conversation;

/**
 * A tool call as it is remembered: enough to say afterwards what was asked of whom, and what came of it.
 * Stored: names and fields are a contract.
 *
 * @param tool {@code server.tool}
 * @param arguments JSON text, cut off after 2,000 characters
 * @param outcome {@code ok}, {@code error} or {@code unavailable}
 * @param detail why it was not ok; empty otherwise
 * @param at when it was started, in milliseconds since 1970
 */
public record ToolCall(String tool, String arguments, String outcome, String detail, long at, int millis) {}
