package dev.jetway.runtime.desk;

import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a person asks of a region's list of cases. Safe for many threads; a stage fails when the list does not answer in
 * time: ask again.
 */
public interface Desk {

    /**
     * @param cases the open ones, the oldest first
     * @param most how many cases the list may have, of which {@code listed} are taken
     */
    record OpenCases(List<Case> cases, int listed, int most) {}

    CompletionStage<OpenCases> open();

    /** Also one that is not listed, by its id. */
    CompletionStage<CaseAnswer> show(String id);

    /** The first verdict counts. When this completes it is durable; the traveler is told after that, and surely. */
    CompletionStage<CaseAnswer> settle(String id, Verdict verdict);

    /** Asks whoever may know once more, and settles the case when they do. */
    CompletionStage<CaseAnswer> lookUp(String id);
}
