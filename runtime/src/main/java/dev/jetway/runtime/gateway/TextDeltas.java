package dev.jetway.runtime.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Makes one AG-UI event of two consecutive pieces of the same text. */
public final class TextDeltas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "{\"type\":\"TEXT_MESSAGE_CONTENT\"";
    private static final String REASONING = "{\"type\":\"REASONING_MESSAGE_CONTENT\"";

    private TextDeltas() {}

    /**
     * @param first an event as JSON text
     * @param second the event after it
     * @return empty unless the second continues the message of the first
     */
    public static Optional<String> joined(String first, String second) {
        boolean both = (first.startsWith(TEXT) && second.startsWith(TEXT))
                || (first.startsWith(REASONING) && second.startsWith(REASONING));
        if (!both) {
            return Optional.empty();
        }
        try {
            var one = (ObjectNode) JSON.readTree(first);
            var other = JSON.readTree(second);
            if (!one.path("messageId").equals(other.path("messageId"))) {
                return Optional.empty();
            }
            one.put("delta", one.path("delta").asText() + other.path("delta").asText());
            return Optional.of(JSON.writeValueAsString(one));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
