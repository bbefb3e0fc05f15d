package dev.jetway.mcp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLimitsTest {

    private static final JsonLimits LIMITS = new JsonLimits(100, 3, 10);

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{'a': {'b': ['0123456789']}}            | -",
                "{'a': {'b': [{}]}}                      | /a/b/0 is nested deeper than the 3 levels allowed",
                "[[[[]]]]                                | /0/0/0 is nested deeper than the 3 levels allowed",
                "{'a': {'b': ['', '01234567890']}}       | /a/b/1 is a string of 11 characters, and 10 are allowed",
                "'01234567890'                           | it is a string of 11 characters, and 10 are allowed",
                "{'a': {'01234567890': 1}}               | /a has a key of 11 characters, and 10 are allowed",
                "{'x/y': {'a~b': '01234567890'}}         | /x~1y/a~0b is a string of 11 characters, and 10 are allowed",
                "{'a\\nb': '01234567890'}                | /a\\u000ab is a string of 11 characters, and 10 are allowed",
                "{'a': [1,1,1,1,1,1,1,1,1,1,1,1], 'b': 2} | /a/10 makes it larger than 100 bytes",
            })
    void whatIsTooMuchIsNamedWithItsPath(String value, String violation) throws IOException {
        assertThat(LIMITS.violation(json(value)).orElse(null))
                .isEqualTo(violation == null ? null : violation.replace("\\\\", "\\"));
    }

    @Test
    void noDepthIsTooDeepToBeRefused() {
        ArrayNode innermost = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 1_000_000; i++) {
            innermost = JsonNodeFactory.instance.arrayNode().add(innermost);
        }
        assertThat(JsonLimits.ofDepth(32).violation(innermost).orElseThrow()).contains("deeper than the 32 levels");
    }
}
