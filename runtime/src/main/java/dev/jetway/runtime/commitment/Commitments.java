package dev.jetway.runtime.commitment;

import dev.jetway.agents.Traveler;
import java.util.concurrent.CompletionStage;

/**
 * Carries out what travelers approved, at most once each, wherever that is done. A stage that fails means that the
 * outcome is not known yet: ask again.
 */
@FunctionalInterface
public interface Commitments {

    /**
     * One approved action.
     *
     * @param id names the conversation and the approval; the same for every time it is asked for
     * @param tool as {@code server.tool}
     * @param arguments JSON text, exactly as approved
     * @param validUntil nothing is begun after this; milliseconds since 1970
     * @param begunAt when its turn began: nothing of it can have been done before; 0 when whoever asks does not say
     */
    record Approved(String id, String tool, String arguments, Traveler traveler, long validUntil, long begunAt) {

        public Approved {
            if (id == null || tool == null || arguments == null || traveler == null) {
                throw new IllegalArgumentException("an approved action has id, tool, arguments and traveler");
            }
            if (validUntil <= 0) {
                throw new IllegalArgumentException("an approved action says until when it is valid");
            }
        }
    }

    CompletionStage<CommitOutcome> execute(Approved approved);
}
