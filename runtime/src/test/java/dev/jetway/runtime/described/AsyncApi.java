package dev.jetway.runtime.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code asyncapi.json}, as the node serves it, and what it says of frames. */
public final class AsyncApi {

    private static final String BASE = "https://jetway.dev/v1/";

    /** The document. */
    public static final JsonNode DOCUMENT = Resources.json("/description/asyncapi.json");

    // The schemas of AsyncAPI 3 are those of JSON Schema draft 7; that of the events says itself what it is.
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder -> builder.schemas(Map.of(
                    BASE + "asyncapi.json", DOCUMENT.toString(),
                    BASE + "agui-1.0-events.schema.json", Resources.text("/description/agui-1.0-events.schema.json"))));

    private static final Map<String, Schema> FRAMES = DOCUMENT.at("/components/messages").properties().stream()
            .collect(Collectors.toMap(
                    Map.Entry::getKey,
                    message -> REGISTRY.getSchema(SchemaLocation.of(BASE + "asyncapi.json"
                            + message.getValue().at("/payload/$ref").asText()))));

    private AsyncApi() {}

    /** Types of the frames that clients send. */
    public static Set<String> clientFrames() {
        return frames("receive");
    }

    /** Types of the frames that the node sends. */
    public static Set<String> serverFrames() {
        var all = new TreeSet<>(FRAMES.keySet());
        all.removeAll(clientFrames());
        return all;
    }

    private static Set<String> frames(String action) {
        var names = new TreeSet<String>();
        for (var operation : DOCUMENT.path("operations")) {
            if (operation.path("action").asText().equals(action)) {
                operation.path("messages").forEach(message -> names.add(lastOf(message)));
            }
        }
        return names;
    }

    private static String lastOf(JsonNode reference) {
        var ref = reference.path("$ref").asText();
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** What is wrong with a frame of the node; empty when it is as described. */
    public static List<String> complaintsAboutServer(JsonNode frame) {
        return complaints(serverFrames(), frame);
    }

    /** What is wrong with a frame of a client; empty when it is as described. */
    public static List<String> complaintsAboutClient(JsonNode frame) {
        return complaints(clientFrames(), frame);
    }

    private static List<String> complaints(Set<String> types, JsonNode frame) {
        var type = frame.path("type").asText();
        return types.contains(type)
                ? FRAMES.get(type).validate(frame.toString(), InputFormat.JSON).stream()
                        .map(Error::toString)
                        .toList()
                : List.of("There is no frame '%s' in that direction".formatted(type));
    }

    /** Every field a frame may have, as a path such as {@code input.messages[].id}. */
    public static Set<String> fieldsOf(String type) {
        var fields = new TreeSet<String>();
        collect(DOCUMENT.at("/components/schemas/" + type), "", fields);
        fields.remove("type");
        return fields;
    }

    private static void collect(JsonNode schema, String path, Set<String> fields) {
        var ref = schema.path("$ref").asText();
        if (ref.startsWith("#")) {
            collect(DOCUMENT.at(ref.substring(1)), path, fields);
            return;
        }
        if (schema.path("properties").isObject() && !schema.path("properties").isEmpty()) {
            fields.remove(path); // it is known by what is in it
        }
        for (var property : schema.path("properties").properties()) {
            var inner = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            fields.add(inner);
            collect(property.getValue(), inner, fields);
        }
        if (schema.has("items")) {
            fields.remove(path);
            collect(schema.path("items"), path + "[]", fields);
        }
        for (var choice : List.of("oneOf", "allOf")) {
            schema.path(choice).forEach(it -> collect(it, path, fields));
        }
    }

    /** The codes of a schema, each with what it means. */
    static Map<String, String> codes(String schema) {
        var codes = new TreeMap<String, String>();
        DOCUMENT.at("/components/schemas/%s/x-enum-descriptions".formatted(schema))
                .properties()
                .forEach(it -> codes.put(it.getKey(), it.getValue().asText()));
        return codes;
    }
}
