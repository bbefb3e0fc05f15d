package dev.jetway.agents.reply;

import java.util.concurrent.CompletionStage;

/** Writes the reply to the traveler once nothing is left to run. Safe for many threads. */
@FunctionalInterface
public interface Composer {

    /**
     * Writes the reply in Markdown, without images and raw HTML.
     *
     * <p>A composer that only computes returns a completed stage; the runtime then stores the last results
     * and the reply in one step.
     */
    CompletionStage<String> compose(Material material);
}
