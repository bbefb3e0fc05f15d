package dev.jetway.runtime.memory;

import dev.jetway.agents.memory.Remembered;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is remembered of travelers. Safe for many threads; a stage fails when the store does not answer in time. */
public interface Memories {

    /** Of nobody anything, and it can't be changed. */
    Memories NONE = new Memories() {
        @Override
        public CompletionStage<Remembered> recall(Whose whose) {
            return CompletableFuture.completedStage(Remembered.NOTHING);
        }

        @Override
        public CompletionStage<Remembered> change(Whose whose, Change change, String conversation) {
            return CompletableFuture.completedStage(Remembered.NOTHING);
        }
    };

    /** All that is known of a traveler; complete already when it was asked for a moment ago. */
    CompletionStage<Remembered> recall(Whose whose);

    /**
     * Changes it, and says what is known from then on. Without the traveler's consent nothing is added. Repeating a
     * change is safe.
     *
     * @param conversation in which it was said
     */
    CompletionStage<Remembered> change(Whose whose, Change change, String conversation);
}
