package dev.jetway.agents.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.planning.reading.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The sentences of {@code sentences.txt}. A line with {@code #} starts a conversation, one with {@code >}
 * goes on with it; below stands the plan that is expected, or the beginning of the answer.
 */
class SentencesTest {

    private static final int LEAST_SENTENCES = 60;

    /** What the searches of every turn bring, so that there is something to book. */
    private static final Map<String, String> FOUND = Map.of("flights", """
            {"kind": "flight", "options": [
              {"n": 1, "kind": "flight", "offerId": "f1", "title": "London to Tokyo, JW412",
               "price": {"amount": 500, "currency": "GBP"}},
              {"n": 2, "kind": "flight", "offerId": "f2", "title": "London to Tokyo, JW414",
               "price": {"amount": 700, "currency": "GBP"}}]}
            """, "hotels", """
            {"kind": "hotel", "options": [
              {"n": 1, "kind": "hotel", "offerId": "h1", "title": "Grand Hilltop Hotel",
               "price": {"amount": 90, "currency": "GBP"}},
              {"n": 2, "kind": "hotel", "offerId": "h2", "title": "Riverside Inn",
               "price": {"amount": 80, "currency": "GBP"}}]}
            """);

    private record Said(String text, String expected) {}

    @TestFactory
    Stream<DynamicTest> isPlannedAsExpected() throws IOException {
        var conversations = conversations();
        assertThat(conversations.stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(LEAST_SENTENCES);
        return conversations.stream()
                .map(conversation -> DynamicTest.dynamicTest(conversation.get(0).text(), () -> hold(conversation)));
    }

    private static void hold(List<Said> conversation) {
        var talk = new Talk();
        for (var said : conversation) {
            var planning = talk.say(said.text(), FOUND);
            if (said.expected().startsWith("? ")) {
                assertThat(Talk.sketch(planning)).as(said.text()).startsWith(said.expected());
            } else {
                assertThat(Talk.sketch(planning)).as(said.text()).isEqualTo(said.expected());
            }
        }
    }

    private static List<List<Said>> conversations() throws IOException {
        String text;
        try (var stream = SentencesTest.class.getResourceAsStream("sentences.txt")) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        var conversations = new ArrayList<List<Said>>();
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            if (lines.get(i).startsWith("# ")) {
                conversations.add(new ArrayList<>());
            }
            conversations
                    .get(conversations.size() - 1)
                    .add(new Said(lines.get(i).substring(2), lines.get(i + 1).strip()));
        }
        return conversations;
    }
}
