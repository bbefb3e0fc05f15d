package dev.jetway.travel.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Puts a stranger's words where a stranger's words may stand: behind the names and notes of an answer. */
final class Injection {

    private static final Set<String> WRITTEN_BY_STRANGERS = Set.of(
            "address",
            "basis",
            "cancellation",
            "carrier",
            "countryName",
            "destinationCity",
            "district",
            "hotel",
            "name",
            "originCity",
            "payer",
            "summary",
            "title",
            "value");

    private Injection() {}

    /** @param response a JSON-RPC response to a tool call; changed in place, and still as its schema wants it */
    static void into(JsonNode response, String text) {
        if (!(response.path("result") instanceof ObjectNode result)) {
            return;
        }
        JsonNode content = result.path("structuredContent");
        append(content, text);
        if (result.path("content").path(0) instanceof ObjectNode block) {
            block.put("text", content.isMissingNode() ? block.path("text").asText() + " " + text : content.toString());
        }
    }

    private static void append(JsonNode node, String text) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual() && WRITTEN_BY_STRANGERS.contains(field.getKey())) {
                    object.put(field.getKey(), field.getValue().textValue() + " " + text);
                } else {
                    append(field.getValue(), text);
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> append(element, text));
        }
    }
}
