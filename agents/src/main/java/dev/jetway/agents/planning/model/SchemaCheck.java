package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Checks a value against a JSON Schema (2020-12). Safe for many threads; never blocks and never fails. */
@FunctionalInterface
public interface SchemaCheck {

    /**
     * What is wrong with a value.
     *
     * @param at where in the value, as a JSON Pointer (RFC 6901); empty for the value itself
     * @param what in words a model can mend it by
     */
    record Violation(String at, String what) {}

    /** Everything that is wrong; empty when the value fits. A schema that is none fits nothing. */
    List<Violation> violations(JsonNode schema, JsonNode value);
}
