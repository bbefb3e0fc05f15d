package dev.jetway.runtime.conversation;

/**
 * A person at the desk. Stored: names and fields are a contract.
 *
 * @param subject who they are, unique and stable; never shown to travelers
 * @param name as travelers see them
 */
public record Clerk(String subject, String name) {}
