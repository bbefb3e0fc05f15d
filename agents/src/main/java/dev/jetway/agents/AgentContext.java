package dev.jetway.agents;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** What the runtime lends to an agent for one task. Safe to use from any thread until the task ends. */
public interface AgentContext {

    /** The tools on this agent's card, called in the name of {@link #traveler()}. */
    Tools tools();

    /** Whose conversation this is. */
    Traveler traveler();

    /** When the runtime gives the task up. A tool call still running then counts as failed. */
    Instant deadline();

    /** Completes when nobody waits for the task any more; never completes otherwise. */
    CompletionStage<Void> canceled();

    /** Shows a short sentence beside the task while it is worked. Not stored, may be dropped. */
    void progress(String sentence);

    /** The only clock an agent may ask. */
    Clock clock();
}
