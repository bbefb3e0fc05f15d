package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.described.AsyncApi;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever holds frames against {@code asyncapi.json} before sending them is rarely refused. */
class BadFramesAreDescribedTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a schema can't say: it depends on other fields, on the text as a whole, or on what JSON itself leaves open. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of(
            "two objects: `{\"type\":\"ping\"} {\"type\":\"ping\"}`",
            "65 objects in each other, in a field nobody reads",
            "a number of 200 digits: `{\"type\":\"ping\",\"t\":999…}`",
            "a number that is no double: `{\"type\":\"ping\",\"t\":1e999}`",
            "an escaped NUL in a ping",
            "half a surrogate pair in a ping: `\"\\ud800\"`",
            "half a surrogate pair in a field nobody reads",
            "half a surrogate pair in a message",
            "a ping of 300 characters",
            "20,001 characters in two parts",
            "one message id twice",
            "21 messages",
            "one question answered twice in one frame");

    /** Those that are JSON; what is none needs no schema to be seen. */
    static Stream<Arguments> frames() {
        return Stream.of(FrameInputs.json(), FrameInputs.fields())
                .flatMap(List::stream)
                .flatMap(input -> input.frame().stream().map(text -> Arguments.of(input.what(), text)))
                .filter(it -> read((String) it.get()[1]).isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFrameThatIsRefusedIsNotAsDescribed(String what, String text) {
        assertThat(AsyncApi.complaintsAboutClient(read(text).orElseThrow()).isEmpty())
                .as("%s is as described", text.substring(0, Math.min(200, text.length())))
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
