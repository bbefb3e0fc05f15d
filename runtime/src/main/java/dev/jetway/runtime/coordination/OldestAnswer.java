package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The oldest of the answers a task rests on that are not current. An artifact that rests on one says so in a
 * field of its own, so that the tasks and turns that use it know as well. Safe for many threads.
 */
final class OldestAnswer {

    /** In an artifact: the moment it is as of, when that is not now. */
    static final String FIELD = "staleAsOf";

    private final AtomicReference<Instant> oldest = new AtomicReference<>();

    /** What a task's input already rests on. */
    static OldestAnswer in(JsonNode input) {
        var oldest = new OldestAnswer();
        for (var found : input.findValuesAsText(FIELD)) {
            try {
                oldest.note(Optional.of(Instant.parse(found)));
            } catch (DateTimeParseException somethingElse) {
                // A field of that name which no runtime wrote.
            }
        }
        return oldest;
    }

    OldestAnswer note(Optional<Instant> asOf) {
        asOf.ifPresent(moment -> oldest.accumulateAndGet(
                moment, (known, other) -> known == null || other.isBefore(known) ? other : known));
        return this;
    }

    Optional<Instant> asOf() {
        return Optional.ofNullable(oldest.get());
    }

    /** The artifact, with the moment it is as of. */
    static JsonNode mark(JsonNode artifact, Optional<Instant> asOf) {
        if (asOf.isEmpty() || !(artifact instanceof ObjectNode object)) {
            return artifact;
        }
        return object.objectNode().put(FIELD, asOf.get().toString()).setAll((ObjectNode)
                object.deepCopy().without(FIELD));
    }
}
