package dev.jetway.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A call that changes the world, not yet made: which tool, with exactly which arguments, and what the
 * traveler is asked before it is made. On approval the runtime makes the call with these arguments and
 * no others.
 *
 * @param tool a commit-class tool on the agent's card, as {@code server.tool}
 * @param arguments the complete arguments, without identity and without an idempotency key: both are
 *     added by the runtime
 * @param origins where the values come from; worked out by the runtime, whatever an agent puts here
 */
public record Action(
        String tool,
        JsonNode arguments,
        Confirmation confirmation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Origin> origins) {

    public Action {
        origins = origins == null ? List.of() : List.copyOf(origins);
    }

    public Action(String tool, JsonNode arguments, Confirmation confirmation) {
        this(tool, arguments, confirmation, List.of());
    }
}
