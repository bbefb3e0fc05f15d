package dev.jetway.mcp.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\": 1, \"a\": {\"d\": [], \"c\": {}}} | {\"a\":{\"c\":{},\"d\":[]},\"b\":1}",
                "[1, 1.0, 1e0, 10e-1]                      | [1,1,1,1]",
                "[0, -0, 0.0, 0e5]                         | [0,0,0,0]",
                "[100, 1e2, 120.50, 1e-3]                  | [100,100,120.5,0.001]",
                "[1e20, 1e21, 1e999, 12e-9]                  | [100000000000000000000,1e21,1e999,1.2e-8]",
                "[9007199254740993, 9007199254740992]      | [9007199254740993,9007199254740992]",
                "[1e400, -1e400]                           | [1e999,-1e999]",
                "[true, false, null, \"null\"]             | [true,false,null,\"null\"]",
                "\"\\u0041\\/\\n\\u00e9\"                  | \"A/\\u000aé\"",
                "\"\\ud83d\\ude00\\ud83d\"                 | \"😀\\ud83d\"",
                "\"a\\u2028\\\"\\\\\"                      | \"a\u2028\\\"\\\\\"",
            })
    void equalValuesHaveOneText(String value, String text) throws IOException {
        assertThat(CanonicalJson.text(json(value))).isEqualTo(text);
    }

    @Test
    void theOrderOfKeysDoesNotCountAndThatOfListsDoes() throws IOException {
        assertThat(CanonicalJson.sha256(json("{\"a\":1,\"b\":[1,2]}")))
                .isEqualTo(CanonicalJson.sha256(json("{\"b\":[1,2],\"a\":1.0}")))
                .isNotEqualTo(CanonicalJson.sha256(json("{\"a\":1,\"b\":[2,1]}")));
    }

    @Test
    void stringsThatOnlyLookAlikeDiffer() throws IOException {
        assertThat(CanonicalJson.sha256(json("\"\\u00e9\""))).isNotEqualTo(CanonicalJson.sha256(json("\"e\\u0301\"")));
        assertThat(CanonicalJson.sha256(json("\"search\"")))
                .isNotEqualTo(CanonicalJson.sha256(json("\"s\\u0435arch\"")))
                .isNotEqualTo(CanonicalJson.sha256(json("\"sear\\u200bch\"")));
        assertThat(CanonicalJson.sha256(json("\"\\ud800\"")))
                .isNotEqualTo(CanonicalJson.sha256(json("\"\\ud801\"")))
                .isNotEqualTo(CanonicalJson.sha256(json("\"?\"")));
    }

    @Test
    void aTextThatSpellsAnEscapeIsNotTheCharacter() throws IOException {
        assertThat(CanonicalJson.text(json("\"\\\\ud83d\""))).isEqualTo("\"\\\\ud83d\"");
    }

    @Test
    void theHashIsThatOfEveryOtherProgram() throws IOException {
        // printf '{"a":1,"b":"é"}' | sha256sum
        assertThat(CanonicalJson.sha256(json("{\"b\": \"é\", \"a\": 1}")))
                .isEqualTo("09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6");
    }
}
