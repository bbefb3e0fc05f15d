package dev.jetway.runtime.described;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The codes that the documents explain are those that the node's source has, no more and no fewer. */
class CodesTest {

    /** Where a code stands in a call: of the WebSocket's errors, of its good-byes, of HTTP's errors. */
    private static final Map<String, Integer> ERRORS =
            Map.of("new BadFrameException", 0, "new Refused", 0, "new Error", 1, "Error.of", 1, "Error.retry", 1);

    private static final Map<String, Integer> BYES = Map.of("new Bye", 0, "Bye.later", 0, "later", 0);

    private static final Map<String, Integer> HTTP =
            Map.of("HttpError.refusal", 1, "HttpError.retry", 1, "refusal", 1, "retry", 1);

    private static final List<Sources.Call> CALLS = Sources.calls("gateway", "conversation", "operations");

    @Test
    void everyErrorCodeIsExplainedAndNoOther() {
        assertThat(AsyncApi.codes("errorCode").keySet()).isEqualTo(codes(ERRORS));
    }

    @Test
    void everyByeCodeIsExplainedAndNoOther() {
        assertThat(AsyncApi.codes("byeCode").keySet()).isEqualTo(codes(BYES));
    }

    @Test
    void everyErrorCodeOverHttpIsDescribedAndNoOther() {
        var inSource = codes(HTTP);
        inSource.addAll(codes(ERRORS)); // handed on
        inSource.add("wrong_region"); // that of the good-bye
        assertThat(words(Resources.json("/description/openapi.json").at("/components/schemas/ErrorCode/enum")))
                .isEqualTo(inSource);
    }

    @Test
    void everyCodeThatMayBeSentIsExplained() {
        for (var schema : List.of("errorCode", "byeCode")) {
            assertThat(words(AsyncApi.DOCUMENT.at("/components/schemas/%s/enum".formatted(schema))))
                    .isEqualTo(AsyncApi.codes(schema).keySet());
        }
    }

    private static Set<String> codes(Map<String, Integer> places) {
        var codes = new TreeSet<String>();
        for (var call : CALLS) {
            var place = places.get(call.name());
            if (place != null && call.arguments().size() > 1) {
                assertThat(call.hidesConstant(place))
                        .as("a code that is no text where it is used, in %s: %s", call.file(), call.arguments())
                        .isFalse();
                call.text(place).ifPresent(codes::add);
            }
        }
        return codes;
    }

    private static Set<String> words(Iterable<com.fasterxml.jackson.databind.JsonNode> nodes) {
        var words = new TreeSet<String>();
        nodes.forEach(it -> words.add(it.asText()));
        return words;
    }
}
