package dev.jetway.mcp.trust;

import java.util.Optional;

/**
 * One thing a server says of itself, judged.
 *
 * @param counts what is to be believed: the pinned descriptor where there is one
 * @param listed what the server says now
 * @param objection why it is not to be used, whatever the verdict
 */
public record Judged(Verdict verdict, Descriptor counts, Descriptor listed, Optional<String> objection) {

    /** Whether two judgements would be told in the same words. */
    boolean sameAs(Judged other) {
        return verdict == other.verdict && listed.sameAs(other.listed) && objection.equals(other.objection);
    }
}
