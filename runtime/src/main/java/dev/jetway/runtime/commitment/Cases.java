package dev.jetway.runtime.commitment;

import java.util.concurrent.CompletionStage;

/** What the commitments themselves say of a case: they are the truth about it. Stages fail when nobody answers in time. */
public interface Cases {

    /** Answers {@link CaseAnswer.Kind#ABSENT} for an action that is no case. Changes nothing. */
    CompletionStage<CaseAnswer> inspect(String id);

    /** The first verdict counts; the same one again is answered like the first, any other is refused. */
    CompletionStage<CaseAnswer> settle(String id, Verdict verdict);

    /** Asks the tool server once more, by the same key, and settles the case when it knows. */
    CompletionStage<CaseAnswer> lookUp(String id);
}
