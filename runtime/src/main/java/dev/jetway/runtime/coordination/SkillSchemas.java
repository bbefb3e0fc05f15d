package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.jetway.agents.planning.model.SchemaCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of this node's skills, read when they are first needed. Nothing is ever fetched over the network. */
public final class SkillSchemas implements SchemaCheck {

    /** More than any node has skills; what is beyond is read each time. */
    private static final int MAX_KEPT = 1_000;

    private static final int MAX_VIOLATIONS = 10;

    private final Map<JsonNode, Optional<Schema>> kept = new ConcurrentHashMap<>();

    @Override
    public List<Violation> violations(JsonNode schema, JsonNode value) {
        var known = kept.get(schema);
        if (known == null) {
            known = read(schema);
            if (kept.size() < MAX_KEPT) {
                kept.put(schema, known);
            }
        }
        if (known.isEmpty()) {
            return List.of(new Violation("", "can't be checked: the skill's schema is none"));
        }
        try {
            return known.get().validate(value).stream()
                    .limit(MAX_VIOLATIONS)
                    .map(error -> new Violation(String.valueOf(error.getInstanceLocation()), error.getMessage()))
                    .toList();
        } catch (RuntimeException e) {
            return List.of(new Violation("", "can't be checked: " + e.getMessage()));
        }
    }

    private static Optional<Schema> read(JsonNode source) {
        try {
            var config = SchemaRegistryConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .formatAssertionsEnabled(true)
                    .build();
            var schema = SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            registry -> registry.schemaRegistryConfig(config)
                                    .schemaLoader(loader -> loader.fetchRemoteResources(false)))
                    .getSchema(source);
            schema.initializeValidators();
            return Optional.of(schema);
        } catch (RuntimeException unusable) {
            return Optional.empty();
        }
    }
}
