package dev.jetway.agents.reply;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Writes the reply to the traveler once nothing is left to run. Safe for many threads. */
@FunctionalInterface
public interface Composer {

    /**
     * Writes the reply. The notes of {@link OldAnswers} that it leaves out are put in front of it.
     *
     * <p>A composer that only computes returns a completed stage, and gives no pieces; the runtime then stores the
     * last results and the reply in one step.
     *
     * @param text is given what may be shown of the reply before it is whole, piece by piece, in order, before the
     *     stage completes. The pieces together are how the reply begins; they are never taken back, so none states
     *     what no result supports
     */
    CompletionStage<Written> compose(Material material, Consumer<String> text);
}
