package dev.jetway.mcp.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;

/**
 * One JSON Schema of one tool, ready to check values against it. Every schema has a registry of its own, so
 * that an {@code $id} one server chose can never stand for the schema of another, and nothing is ever fetched
 * over the network. Safe for use by many threads.
 */
public final class ToolSchema {

    private final Schema schema;

    private ToolSchema(Schema schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException if this is not a JSON Schema, or one that refers to another document */
    public static ToolSchema compile(JsonNode source) {
        try {
            SchemaRegistryConfig config =
                    SchemaRegistryConfig.builder().failFast(true).build();
            Schema schema = SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            registry -> registry.schemaRegistryConfig(config)
                                    .schemaLoader(loader -> loader.fetchRemoteResources(false)))
                    .getSchema(source);
            schema.initializeValidators();
            return new ToolSchema(schema);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Not a usable JSON Schema: " + e.getMessage(), e);
        }
    }

    /** The first thing wrong with a value, naming the field; empty when it fits. */
    public Optional<String> violation(JsonNode value) {
        List<Error> errors;
        try {
            errors = schema.validate(value);
        } catch (RuntimeException e) {
            return Optional.of("it cannot be checked: " + e.getMessage());
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(sentence(errors.get(0)));
    }

    private static String sentence(Error error) {
        String at = String.valueOf(error.getInstanceLocation());
        return at.isEmpty() || at.equals("$") ? error.getMessage() : at + ": " + error.getMessage();
    }
}
