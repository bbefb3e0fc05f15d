package dev.jetway.runtime.gateway.sse;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.jetway.runtime.gateway.http.HttpError;

/**
 * What can stand for an agent in an address. There is one, the coordinator of a conversation: it decides which
 * specialists work, and none of them can be spoken to without it.
 */
public final class AgentNames {

    public static final String COORDINATOR = "jetway";

    private AgentNames() {}

    /** The answer for every other name. */
    public static HttpResponse unknown(String name) {
        return HttpError.refusal(
                StatusCodes.NOT_FOUND,
                "not_found",
                "There is no agent '%s' here; there is '%s'"
                        .formatted(name.length() > 80 ? name.substring(0, 80) + "…" : name, COORDINATOR));
    }
}
