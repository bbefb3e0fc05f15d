package dev.jetway.runtime.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotationTest {

    private static final String REPEATS = "; its own words repeat what it was sent";
    private static final ApiKey KEY = new ApiKey("sk-abcdefghijkl");

    private final Quotation quotation = new Quotation(
            Optional.of(KEY),
            ChatRequest.prose(
                    List.of(new Instructions("You plan journeys and nothing else."), new Asked("Oslo, Ann")),
                    10,
                    Instant.EPOCH));

    @Test
    void whatAnAddressComplainsOfIsRepeatedInOneShortLine() {
        assertThat(quotation.of("'temperature'\r\n must\t be\u0000 1\u202e"))
                .isEqualTo(": \"'temperature' must be 1\"");
        assertThat(quotation.of("x".repeat(500))).isEqualTo(": \"%s…\"".formatted("x".repeat(200)));
        assertThat(quotation.of(" \n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incorrect API key: sk-abcdefghijkl",
                "Incorrect API key: ***ghijkl",
                "Unexpected: \"You plan journeys and...\"",
                "Unexpected: you -- plan, JOURNEYS and nothing",
                "Unexpected 'oslo ann' at 3"
            })
    void whatGivesAwayTheKeyOrTheRequestIsNotRepeated(String message) {
        assertThat(quotation.of(message)).isEqualTo(REPEATS);
    }

    @Test
    void aKeyShowsItselfToNobody() {
        assertThat(KEY).hasToString("ApiKey[***]");
        assertThat(new SecretHeader("authorization", "Bearer ", KEY)).hasToString("authorization: ***");
        assertThat(new SecretHeader("authorization", "Bearer ", KEY).value()).isEqualTo("Bearer sk-abcdefghijkl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nX-Evil: 1", "schlüssel"})
    void whatCanNotStandInAHeaderIsNoKey(String secret) {
        assertThatThrownBy(() -> new ApiKey(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has visible ASCII characters only, and at least one");
    }
}
