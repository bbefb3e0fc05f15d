package dev.jetway.agents.memory;

/** What can be read apart. */
public enum Kind {
    PREFERENCES,
    TRIPS
}
