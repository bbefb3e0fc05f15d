package dev.jetway.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * The schemas that may be asked for as {@code strict}: every object is closed and needs all its fields, and nothing is
 * said that the maker does not know. Others would be rejected; they are asked for without that promise.
 */
final class StrictSchemas {

    private static final Set<String> UNKNOWN = Set.of(
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "prefixItems",
            "contains",
            "uniqueItems",
            "minLength",
            "maxLength",
            "default");

    private StrictSchemas() {}

    static boolean contain(JsonNode schema) {
        return schema.path("type").asText().equals("object") && isStrict(schema);
    }

    private static boolean isStrict(JsonNode schema) {
        if (UNKNOWN.stream().anyMatch(schema::has) || !isClosed(schema)) {
            return false;
        }
        for (var field : Set.of("properties", "$defs", "definitions")) {
            for (var inner : schema.path(field)) {
                if (!isStrict(inner)) {
                    return false;
                }
            }
        }
        for (var inner : schema.path("anyOf")) {
            if (!isStrict(inner)) {
                return false;
            }
        }
        return isStrictOrAbsent(schema.path("items"));
    }

    private static boolean isStrictOrAbsent(JsonNode items) {
        return items.isMissingNode() || isStrict(items);
    }

    private static boolean isClosed(JsonNode schema) {
        boolean object = schema.has("properties") || names(schema.path("type")).contains("object");
        if (!object) {
            return true;
        }
        var open = schema.path("additionalProperties");
        var properties = new HashSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        return open.isBoolean()
                && !open.booleanValue()
                && names(schema.path("required")).containsAll(properties);
    }

    private static Set<String> names(JsonNode names) {
        var all = new HashSet<String>();
        if (names.isTextual()) {
            all.add(names.textValue());
        }
        names.forEach(name -> all.add(name.asText()));
        return all;
    }
}
