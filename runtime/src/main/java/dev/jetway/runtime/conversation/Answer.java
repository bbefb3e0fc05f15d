package dev.jetway.runtime.conversation;

/**
 * The traveler's answer to one question. Stored: names and fields are a contract.
 *
 * @param runId the run that brought the answer
 * @param at in milliseconds since 1970
 */
public record Answer(boolean approved, String region, String runId, long at) {

    /** Deny beats approve wherever it was said; of two equal answers the earlier counts. */
    static Answer merge(Answer one, Answer other) {
        if (one.approved != other.approved) {
            return one.approved ? other : one;
        }
        if (one.at != other.at) {
            return one.at < other.at ? one : other;
        }
        int byRegion = one.region.compareTo(other.region);
        if (byRegion != 0) {
            return byRegion < 0 ? one : other;
        }
        return one.runId.compareTo(other.runId) <= 0 ? one : other;
    }
}
