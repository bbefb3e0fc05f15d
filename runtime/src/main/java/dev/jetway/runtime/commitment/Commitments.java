package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
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
     * @param title in the words of the question the traveler answered; null when not known
     */
    record Approved(
            String id,
            String tool,
            String arguments,
            Traveler traveler,
            long validUntil,
            long begunAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) String title) {

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
