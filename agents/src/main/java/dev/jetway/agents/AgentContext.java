package dev.jetway.agents;

import dev.jetway.agents.memory.TravelerMemory;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** What the runtime lends to an agent for one task. Safe to use from any thread until the task ends. */
public interface AgentContext {

    /** The tools on this agent's card, called in the name of {@link #traveler()}. */
    Tools tools();

    /** Whose conversation this is. */
    Traveler traveler();

    /** What is remembered of them, as far as this agent's card allows. */
    default TravelerMemory memory() {
        return TravelerMemory.NONE;
    }

    /** When the runtime gives the task up. A tool call still running then counts as failed. */
    Instant deadline();

    /**
     * Completes when nobody waits for this task any more because the traveler canceled it. Its tools can't be
     * called from then on, and what it still returns is not looked at; calls under way end by themselves. An
     * agent that does other work, or waits for somebody, stops. What is attached here must not block.
     */
    CompletionStage<Void> canceled();

    /**
     * Tells whoever watches the plan what is being done right now: "Comparing 40 flights". Plain text of at most 200
     * characters; kept nowhere, and gone with the task. Lines that follow each other within a quarter of a second may
     * be left out, and so are those beyond the first 40 of a task.
     */
    void progress(String line);

    /** The only clock an agent may ask. */
    Clock clock();
}
