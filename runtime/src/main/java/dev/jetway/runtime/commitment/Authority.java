package dev.jetway.runtime.commitment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether this region may act on what travelers approved. Asked before each call, as it may end at any time. */
@FunctionalInterface
public interface Authority {

    /** Of the only region. */
    Authority ALONE = () -> CompletableFuture.completedStage(new Leave() {
        @Override
        public long term() {
            return 0;
        }

        @Override
        public long since() {
            return 0;
        }

        @Override
        public boolean covers(Duration time) {
            return true;
        }

        @Override
        public void giveBack() {
            // nobody waits for it
        }
    });

    /** Fails, with a sentence, when this region must not act now. */
    CompletionStage<Leave> leave();

    /** For one call. While it lasts no other region acts, unless somebody forced that. */
    interface Leave {

        /** Of the primary. When it is another one than before, another region may have acted in between. */
        long term();

        /** Since when this region is the primary, in milliseconds since 1970; 0 when no other ever was. */
        long since();

        /** Whether it lasts for so long from now on. */
        boolean covers(Duration time);

        /** Nothing is under way any more. Safe to repeat. */
        void giveBack();
    }
}
