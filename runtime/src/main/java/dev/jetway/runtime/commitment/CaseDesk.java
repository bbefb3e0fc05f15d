package dev.jetway.runtime.commitment;

import java.util.concurrent.CompletionStage;

/** Where an outcome that nobody can find out is put before a person. */
@FunctionalInterface
public interface CaseDesk {

    /**
     * Notes a case for good. To be repeated until it succeeds; a repeat changes nothing.
     *
     * @return whether it is listed; false when there is no room, and it is known by its id alone
     */
    CompletionStage<Boolean> note(Case open);
}
