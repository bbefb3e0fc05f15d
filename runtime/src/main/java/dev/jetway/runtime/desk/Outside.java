package dev.jetway.runtime.desk;

import akka.Done;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CommitOutcome;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a region's desk needs of the rest of the world. Safe for many threads; stages fail by a deadline. */
interface Outside {

    /** The region that carries actions out, when it is another. */
    Optional<String> primary();

    /** What the primary region has come to, without beginning anything there. */
    CompletionStage<CommitOutcome> askPrimary(Case open);

    /** Tells the conversation of a settled case. Completes when that is durable; may be repeated. */
    CompletionStage<Done> tell(Case settled);

    /** @param oldestMillis how long the oldest has been open; 0 when none is */
    void counted(int open, long oldestMillis);
}
