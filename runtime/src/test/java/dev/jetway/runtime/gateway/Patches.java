package dev.jetway.runtime.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The part of JSON Patch that is in use: add and replace of a field. */
final class Patches {

    private Patches() {}

    static JsonNode apply(JsonNode patch, JsonNode target) {
        for (var op : patch) {
            var path = JsonPointer.compile(op.path("path").asText());
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
