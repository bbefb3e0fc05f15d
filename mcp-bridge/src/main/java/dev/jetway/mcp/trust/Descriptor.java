package dev.jetway.mcp.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something a server says of itself, whole: the description of a tool with every field the server sent, known
 * to the protocol or not, or the text of the server's instructions.
 *
 * @param hash SHA-256 of the canonical JSON
 */
public record Descriptor(JsonNode json, String hash) {

    public static Descriptor of(JsonNode json) {
        return new Descriptor(json, CanonicalJson.sha256(json));
    }

    /** @param instructions null where a server has none, which is pinned as well */
    public static Descriptor ofInstructions(String instructions) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return of(instructions == null ? nodes.nullNode() : nodes.textNode(instructions));
    }

    public String name() {
        return json.path("name").asText();
    }

    public boolean sameAs(Descriptor other) {
        return hash.equals(other.hash);
    }

    /** The fields in which two descriptors differ, fit to be shown. */
    public SortedSet<String> differences(Descriptor other) {
        SortedSet<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        other.json.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> Objects.equals(hash(json.get(name)), hash(other.json.get(name))));
        SortedSet<String> shown = new TreeSet<>();
        names.forEach(name -> shown.add(ReadableJson.shown(name)));
        return shown;
    }

    private static String hash(JsonNode field) {
        return field == null ? null : CanonicalJson.sha256(field);
    }

    /** The text of it, to be compared line by line. */
    public List<String> lines() {
        return ReadableJson.folded(json).lines().toList();
    }
}
