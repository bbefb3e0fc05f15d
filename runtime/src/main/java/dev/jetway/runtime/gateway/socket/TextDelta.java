package dev.jetway.runtime.gateway.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.gateway.socket.ServerFrame.Event;
import java.util.Optional;

/** Makes one event of two consecutive pieces of the same text. */
final class TextDelta {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "{\"type\":\"TEXT_MESSAGE_CONTENT\"";
    private static final String REASONING = "{\"type\":\"REASONING_MESSAGE_CONTENT\"";

    private TextDelta() {}

    /** Empty unless the second continues the message of the first, next in number and of the same kind. */
    static Optional<Event> merge(Event first, Event second) {
        boolean both = (first.event().startsWith(TEXT) && second.event().startsWith(TEXT))
                || (first.event().startsWith(REASONING) && second.event().startsWith(REASONING));
        if (!both || first.replayed() != second.replayed() || first.seq() + 1 != second.firstSeq()) {
            return Optional.empty();
        }
        try {
            var one = (ObjectNode) JSON.readTree(first.event());
            var other = JSON.readTree(second.event());
            if (!one.path("messageId").equals(other.path("messageId"))) {
                return Optional.empty();
            }
            one.put("delta", one.path("delta").asText() + other.path("delta").asText());
            return Optional.of(new Event(
                    first.thread(), first.firstSeq(), second.seq(), JSON.writeValueAsString(one), first.replayed()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
