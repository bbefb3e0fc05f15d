package dev.jetway.runtime.gateway.agui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The part of JSON Patch that is in use: add and replace of a field, add of an element. */
final class Patches {

    private Patches() {}

    /** The plan as it is after these events; an earlier one is forgotten. */
    static JsonNode plan(Iterable<JsonNode> events) {
        JsonNode plan = null;
        for (var event : events) {
            if (event.path("type").asText().equals("ACTIVITY_SNAPSHOT")) {
                plan = event.path("content");
            } else if (event.path("type").asText().equals("ACTIVITY_DELTA")) {
                plan = apply(event.path("patch"), plan);
            }
        }
        return plan;
    }

    static JsonNode apply(JsonNode patch, JsonNode target) {
        for (var op : patch) {
            var path = JsonPointer.compile(op.path("path").asText());
            if (target.at(path.head()) instanceof ArrayNode elements) {
                assertThat(op.path("op").asText()).isEqualTo("add");
                elements.insert(path.last().getMatchingIndex(), op.path("value"));
                continue;
            }
            var parent = (ObjectNode) target.at(path.head());
            var field = path.last().getMatchingProperty();
            if (op.path("op").asText().equals("replace") && !parent.has(field)) {
                throw new AssertionError("Nothing to replace at " + path);
            }
            parent.set(field, op.path("value"));
        }
        return target;
    }
}
