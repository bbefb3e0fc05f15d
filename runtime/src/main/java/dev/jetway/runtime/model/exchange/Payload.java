package dev.jetway.runtime.model.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** JSON of strangers. What was wrong with it is never said in its own words: they may hold what the model was asked. */
public final class Payload {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Payload() {}

    /**
     * @param what it is, for the error: "an event"
     * @throws AttemptFailedException if it is no JSON object
     */
    public static JsonNode object(String text, String what) {
        return ifObject(text)
                .orElseThrow(() -> AttemptFailedException.unreadable(
                        "sends %s that is no JSON object (%d characters)".formatted(what, text.length())));
    }

    /** An object, or nothing where the text is none. */
    public static Optional<JsonNode> ifObject(String text) {
        try {
            return Optional.<JsonNode>of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree could not be written as JSON", e);
        }
    }
}
