package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.described.AsyncApi;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever holds frames against {@code asyncapi.json} before sending them is rarely refused. */
class BadFramesAreDescribedTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a schema can't say: it depends on what was sent before, or on other fields. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of(
            "a field twice",
            "two objects",
            "ack without a window",
            "a second hello",
            "a long ping",
            "an assistant's message last",
            "a forged system message",
            "one message id twice",
            "21 messages",
            "one question answered twice");

    /** Those that are JSON; what is none needs no schema to be seen. */
    static Stream<Arguments> framesThatAreRefused() {
        return BadInputTest.framesThatAreRefused()
                .filter(it -> read((String) it.get()[1]).isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesThatAreRefused")
    void aFrameThatIsRefusedIsNotAsDescribed(String what, String text, String code, String message) {
        assertThat(AsyncApi.complaintsAboutClient(read(text).orElseThrow()).isEmpty())
                .as("%s is as described", text)
                .isEqualTo(BEYOND_A_SCHEMA.contains(what));
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
