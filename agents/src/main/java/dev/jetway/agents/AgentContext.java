package dev.jetway.agents;

import java.time.Clock;
import java.time.Instant;

/** What the runtime lends to an agent for one task. Safe to use from any thread until the task ends. */
public interface AgentContext {

    /** The tools on this agent's card, called in the name of {@link #traveler()}. */
    Tools tools();

    /** Whose conversation this is. */
    Traveler traveler();

    /** When the runtime gives the task up. A tool call still running then counts as failed. */
    Instant deadline();

    /** The only clock an agent may ask. */
    Clock clock();
}
