package dev.jetway.runtime.conversation;

import java.util.List;

/**
 * A run as it is now, for a front end that was not there when it happened.
 *
 * @param open more of it is to come
 * @param events its beginning, all there is to know of the conversation, and its end or what is open in it
 */
public record RunSoFar(String runId, boolean open, List<String> events) {

    public RunSoFar {
        events = List.copyOf(events);
    }
}
