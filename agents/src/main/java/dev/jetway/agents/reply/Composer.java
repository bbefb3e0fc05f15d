package dev.jetway.agents.reply;

import java.util.concurrent.CompletionStage;

/** Writes the reply to the traveler once nothing is left to run. Safe for many threads. */
@FunctionalInterface
public interface Composer {

    /**
     * Writes the reply in Markdown, without images and raw HTML. The notes of {@link OldAnswers} that it
     * leaves out are put in front of it.
     *
     * <p>A composer that only computes returns a completed stage; the runtime then stores the last results
     * and the reply in one step.
     */
    CompletionStage<String> compose(Material material);
}
