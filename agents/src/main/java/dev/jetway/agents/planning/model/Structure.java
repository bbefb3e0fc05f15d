package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a result a planning model may see: numbers, days, times, codes and ids, and which of the things in it the
 * traveler has just called by name. No sentence passes, so none can tell the model what to do.
 */
final class Structure {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MAX_DEPTH = 4;
    private static final int MAX_ITEMS = 10;
    private static final int MAX_FIELDS = 24;
    private static final int LEAST_LETTERS = 4;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,23}");
    private static final Pattern ID_NAME = Pattern.compile("(?:reference|(?:[a-z][A-Za-z]{0,15})?[iI]d)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:|/+=-]{1,120}");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,10}|[A-Z0-9]{2,8}(?: \\+ [A-Z0-9]{2,8}){1,3}");
    private static final Pattern MOMENT = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:\\d{2})?)?");
    private static final Set<String> KINDS = Set.of("flight", "hotel", "upcoming", "past", "confirmed", "cancelled");

    private final Set<String> said = new HashSet<>();

    /** @param message what the traveler has just said */
    Structure(String message) {
        for (var word : words(message)) {
            said.add(word);
        }
    }

    /** @return an object, possibly empty */
    JsonNode of(String artifact) {
        try {
            return pruned(JSON.readTree(artifact), 0);
        } catch (JsonProcessingException unreadable) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private JsonNode pruned(JsonNode node, int depth) {
        if (node instanceof ArrayNode array) {
            return pruned(array, depth);
        }
        var kept = JsonNodeFactory.instance.objectNode();
        for (var field : node.properties()) {
            var value = field.getValue();
            boolean structured = value.isContainerNode() && depth < MAX_DEPTH;
            if (kept.size() == MAX_FIELDS || !NAME.matcher(field.getKey()).matches()) {
                continue;
            }
            if (structured) {
                var inner = pruned(value, depth + 1);
                if (!inner.isEmpty()) {
                    kept.set(field.getKey(), inner);
                }
            } else if (shown(field.getKey(), value)) {
                kept.set(field.getKey(), value);
            }
        }
        if (named(node)) {
            kept.put("namedByTraveler", true);
        }
        return kept;
    }

    private JsonNode pruned(ArrayNode array, int depth) {
        var kept = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < array.size() && i < MAX_ITEMS; i++) {
            if (array.get(i) instanceof ObjectNode object && depth < MAX_DEPTH) {
                kept.add(pruned(object, depth + 1));
            }
        }
        return kept;
    }

    private static boolean shown(String name, JsonNode value) {
        if (value.isNumber() || value.isBoolean()) {
            return true;
        }
        if (!value.isTextual()) {
            return false;
        }
        var text = value.textValue();
        return MOMENT.matcher(text).matches()
                || CODE.matcher(text).matches()
                || KINDS.contains(text)
                || ID_NAME.matcher(name).matches() && ID.matcher(text).matches();
    }

    /** A word of its title that says more than what kind of thing it is. */
    private boolean named(JsonNode node) {
        for (var word : words(node.path("title").asText())) {
            if (word.length() >= LEAST_LETTERS && !word.startsWith("hotel") && said.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static String[] words(String text) {
        return text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
    }
}
