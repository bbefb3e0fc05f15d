package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Traveler;
import java.util.List;

/**
 * An approved action whose outcome nobody could find out, with all that a person needs who looks. Stored: names and
 * fields are a contract.
 *
 * @param id see {@link CommitmentId}
 * @param attempts how many times the call was about to leave; 0 when that is not known here
 * @param errors what went wrong, the latest last
 * @param primary the region that was to carry it out and may know, when this region could not ask it; null when it was
 *     carried out here
 * @param settlement null while the case is open
 */
public record Case(
        String id,
        Call call,
        Times times,
        int attempts,
        List<String> errors,
        @JsonInclude(JsonInclude.Include.NON_NULL) String primary,
        @JsonInclude(JsonInclude.Include.NON_NULL) Settlement settlement) {

    /**
     * What was approved.
     *
     * @param tool as {@code server.tool}
     * @param title in the words of the question the traveler answered; null when not known
     * @param arguments JSON text, exactly as approved
     * @param key goes with every attempt, and is what a provider can be asked by
     */
    public record Call(
            String tool,
            @JsonInclude(JsonInclude.Include.NON_NULL) String title,
            String arguments,
            Traveler traveler,
            String key) {

        public static Call of(String id, String tool, String title, String arguments, Traveler traveler) {
            return new Call(tool, title, arguments, traveler, Digests.sha256(id));
        }
    }

    /** In milliseconds since 1970; 0 for what is not known here. @param sent the latest attempt */
    public record Times(long approved, long sent, long gaveUp) {}

    public Case {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public boolean open() {
        return settlement == null;
    }

    public Case settled(Settlement how) {
        return new Case(id, call, times, attempts, errors, primary, how);
    }
}
