package dev.jetway.travel.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Builds self-contained schemas, and says in a sentence where arguments do not fit one. */
final class ToolSchemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private ToolSchemas() {}

    /** The schema with those shared definitions that it refers to, directly or through others. */
    static ObjectNode selfContained(JsonNode schema, JsonNode definitions) {
        ObjectNode result = schema.has("$ref")
                ? ((ObjectNode) definitions.get(name(schema.get("$ref").asText()))).deepCopy()
                : ((ObjectNode) schema).deepCopy();
        var used = new TreeSet<String>();
        collect(result, definitions, used);
        if (!used.isEmpty()) {
            ObjectNode defs = result.putObject("$defs");
            used.forEach(definition -> defs.set(definition, definitions.get(definition)));
        }
        return result;
    }

    static Schema compile(JsonNode schema) {
        return REGISTRY.getSchema(schema);
    }

    static String explain(List<Error> errors) {
        return errors.stream().map(ToolSchemas::explain).distinct().sorted().collect(Collectors.joining("; "));
    }

    static JsonNode tree(ObjectMapper json, Object value) {
        return json.valueToTree(value);
    }

    private static String explain(Error error) {
        String where = error.getInstanceLocation().toString().replaceFirst("^[/$.]+", "");
        String message = error.getMessage();
        return where.isEmpty() ? message : where + ": " + message;
    }

    private static void collect(JsonNode node, JsonNode definitions, TreeSet<String> used) {
        JsonNode ref = node.get("$ref");
        if (ref != null && used.add(name(ref.asText()))) {
            collect(definitions.get(name(ref.asText())), definitions, used);
        }
        node.forEach(child -> collect(child, definitions, used));
    }

    private static String name(String ref) {
        return ref.substring("#/$defs/".length());
    }
}
