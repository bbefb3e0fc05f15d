package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * How an outcome that nobody knew became known after all. Stored: names and fields are a contract.
 *
 * @param at in milliseconds since 1970
 * @param outcome never unknown
 * @param reference what the provider calls what was done; null when nothing was, or it has no name
 * @param by who found it out; null when the tool server was asked
 * @param note how; null when the tool server was asked
 */
public record Settlement(
        long at,
        CommitOutcome outcome,
        @JsonInclude(JsonInclude.Include.NON_NULL) String reference,
        @JsonInclude(JsonInclude.Include.NON_NULL) String by,
        @JsonInclude(JsonInclude.Include.NON_NULL) String note) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param title of what was approved; null when that is not known */
    public static Settlement of(Verdict verdict, String title, long at) {
        if (!verdict.done()) {
            return new Settlement(
                    at,
                    new CommitOutcome.NotSent("Our desk has found out that it was not done."),
                    null,
                    verdict.by(),
                    verdict.note());
        }
        var content = JSON.createObjectNode().put("reference", verdict.reference());
        if (title != null) {
            content.put("title", title);
        }
        return new Settlement(
                at, new CommitOutcome.Done(content.toString()), verdict.reference(), verdict.by(), verdict.note());
    }

    /** @param outcome as the tool server, or the region that carries it out, has it by now */
    public static Settlement found(CommitOutcome outcome, long at) {
        return new Settlement(
                at,
                outcome,
                outcome.fold(done -> reference(done.content()), no -> null, no -> null, no -> null),
                null,
                null);
    }

    private static String reference(String content) {
        try {
            var reference = JSON.readTree(content).path("reference").asText("");
            return Verdict.REFERENCE.matcher(reference).matches() ? reference : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public boolean done() {
        return outcome instanceof CommitOutcome.Done;
    }

    /** Whether both say the same of the action, whoever says it and why. */
    boolean agreesWith(Settlement other) {
        return done() == other.done()
                && (reference == null || other.reference == null || Objects.equals(reference, other.reference));
    }

    /** For the people at the desk. */
    public String inWords() {
        return "%s, as %s at %s%s"
                .formatted(
                        done() ? reference == null ? "It was done" : "It was done: " + reference : "It was not done",
                        by == null ? "the tool server said" : by + " found out",
                        Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS),
                        note == null ? "" : " (%s)".formatted(note));
    }
}
