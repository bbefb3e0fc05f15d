package dev.jetway.agents.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One value of a piece of JSON.
 *
 * @param pointer where it stands
 * @param field the name it stands under; that of the array for an element of one
 * @param key the value as values are compared: without regard to case, spaces and trailing zeros
 */
record Leaf(String pointer, String field, JsonNode value, String key) {

    /** Codes of airports, countries and currencies are shorter, and stand in texts by chance. */
    private static final int LEAST_CAPITALS = 5;

    /** All values but null and the empty text, in their order. */
    static List<Leaf> of(JsonNode json) {
        var leaves = new ArrayList<Leaf>();
        collect(json, "", "", leaves);
        return leaves;
    }

    private static void collect(JsonNode node, String pointer, String field, List<Leaf> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            entry.getValue(),
                            pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                            entry.getKey(),
                            into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, field, into);
            }
        } else if (!node.isNull() && !node.isMissingNode() && !key(node).isEmpty()) {
            into.add(new Leaf(pointer, field, node, key(node)));
        }
    }

    private static String key(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : key(value.asText());
    }

    static String key(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("\\s+", " ");
    }

    String text() {
        return value.isNumber() ? key : value.asText();
    }

    boolean isId() {
        return value.isTextual() && isId(value.asText());
    }

    /** One word of letters and digits, or of capitals alone as some references are: no name, number or date. */
    static boolean isId(String value) {
        var id = value.strip();
        boolean letters = id.chars().anyMatch(Character::isLetter);
        boolean digits = id.chars().anyMatch(Character::isDigit);
        boolean capitals = id.length() >= LEAST_CAPITALS && id.chars().noneMatch(Character::isLowerCase);
        return letters && (digits || capitals) && id.chars().noneMatch(Character::isWhitespace);
    }

    /** The same value under any name. */
    boolean equal(Leaf other) {
        return key.equals(other.key);
    }

    /** Under the same name, or under one that ends in the other: {@code id} and {@code hotelId}. */
    boolean named(Leaf other) {
        var mine = field.toLowerCase(Locale.ROOT);
        var theirs = other.field.toLowerCase(Locale.ROOT);
        return !mine.isEmpty() && !theirs.isEmpty() && (mine.endsWith(theirs) || theirs.endsWith(mine));
    }
}
