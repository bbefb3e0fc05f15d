package dev.jetway.runtime.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** What an AG-UI client understands. Clients before 1.0 do not say who they are, and fail at what they don't know. */
public enum Dialect {
    /** {@code protocolVersion} 1.0 or newer: what is not known there is dropped there. */
    AG_UI_1 {
        @Override
        Optional<JsonNode> say(String type, JsonNode event) {
            return Optional.of(event);
        }
    },
    /** 0.0.58 and 0.0.59. */
    BEFORE_1 {
        @Override
        Optional<JsonNode> say(String type, JsonNode event) {
            if (!KNOWN_BEFORE_1.contains(type)) {
                return Optional.empty();
            }
            boolean cancelled = event.path("outcome").path("type").asText().equals("cancelled");
            return Optional.of(cancelled ? finished((ObjectNode) event) : event);
        }

        /** A run that was canceled has ended well there; what it was stands where it can be ignored. */
        private JsonNode finished(ObjectNode event) {
            event.putObject("outcome").put("type", "success");
            event.withObject("/metadata").withObject("/jetway").put("outcome", "cancelled");
            return event;
        }
    };

    private static final Set<String> KNOWN_BEFORE_1 = Set.of(
            "TEXT_MESSAGE_START",
            "TEXT_MESSAGE_CONTENT",
            "TEXT_MESSAGE_END",
            "TEXT_MESSAGE_CHUNK",
            "TOOL_CALL_START",
            "TOOL_CALL_ARGS",
            "TOOL_CALL_END",
            "TOOL_CALL_CHUNK",
            "TOOL_CALL_RESULT",
            "STATE_SNAPSHOT",
            "STATE_DELTA",
            "MESSAGES_SNAPSHOT",
            "ACTIVITY_SNAPSHOT",
            "ACTIVITY_DELTA",
            "RAW",
            "CUSTOM",
            "RUN_STARTED",
            "RUN_FINISHED",
            "RUN_ERROR",
            "STEP_STARTED",
            "STEP_FINISHED",
            "REASONING_START",
            "REASONING_MESSAGE_START",
            "REASONING_MESSAGE_CONTENT",
            "REASONING_MESSAGE_END",
            "REASONING_MESSAGE_CHUNK",
            "REASONING_END",
            "REASONING_ENCRYPTED_VALUE",
            "SUBAGENT_STARTED",
            "SUBAGENT_FINISHED",
            "SUBAGENT_ERROR");

    /** @param protocolVersion as the client's input has it */
    static Dialect of(Optional<String> protocolVersion) {
        return protocolVersion.filter(it -> !it.startsWith("0.")).isPresent() ? AG_UI_1 : BEFORE_1;
    }

    /**
     * An event as this client takes it; empty when it does not.
     *
     * @param event may be changed
     */
    abstract Optional<JsonNode> say(String type, JsonNode event);
}
