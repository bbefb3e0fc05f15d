package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TwoRegionsTest {

    private static final String THREAD = "trip";
    private static final String SEARCH = "hotels in Boston for three nights from 3 March";

    private static TwoRegions regions;

    @BeforeAll
    static void start() throws Exception {
        regions = TwoRegions.start();
    }

    @AfterAll
    static void stop() {
        if (regions != null) {
            regions.close();
        }
    }

    @Test
    void aConversationIsFollowedAndContinuedInTheOtherRegion() {
        try (var eu = FrontEnd.open(regions.page("eu"), "ann", THREAD);
                var us = FrontEnd.open(regions.page("us"), "ann", THREAD)) {
            var first = eu.say("tell me about Kyoto");
            assertThat(first.text()).contains("Kyoto");
            assertThat(us.wholeRun().text()).isEqualTo(first.text());

            var second = us.say(SEARCH);
            assertThat(second.options()).isNotEmpty();
            assertThat(eu.wholeRun().text()).isEqualTo(second.text());
        }
        assertThat(awaitEqual("ann", 4))
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "user", "assistant");
    }

    @Test
    void whenARegionIsKilledTheOtherServesAndBothAreEqualOnceItIsBack() throws Exception {
        answered("us", "bob", "tell me about Kyoto", "Kyoto");
        awaitEqual("bob", 2);
        try (var us = FrontEnd.connect(regions.page("us"), "bob", THREAD)) {
            assertThat(us.begin(SEARCH).ok()).isTrue();
            regions.kill("us");
        }

        answered("eu", "bob", "tell me about Lisbon", "Lisbon");
        answered("eu", "eve", "tell me about Rome", "Rome");
        regions.bringBack("us");

        awaitEqual("eve", 2);
        assertThat(awaitEqual("bob", 6).stream()
                        .filter(message -> message.path("role").asText().equals("user"))
                        .map(message -> message.path("content").asText()))
                .as("what was accepted before the kill and after it")
                .containsExactlyInAnyOrder("tell me about Kyoto", SEARCH, "tell me about Lisbon");
        answered("us", "bob", "tell me about Paris", "Paris");
        awaitEqual("bob", 8);
    }

    /** Says something in a region and waits until it is answered there. */
    private static void answered(String region, String traveler, String text, String word) {
        try (var frontEnd = FrontEnd.connect(regions.page(region), traveler, THREAD)) {
            assertThat(frontEnd.begin(text).ok()).as("%s in %s", text, region).isTrue();
            Eventually.holds(
                    "%s answers %s".formatted(region, text),
                    () -> frontEnd.history().stream()
                            .anyMatch(message -> message.path("role").asText().equals("assistant")
                                    && message.path("content").asText().contains(word)));
        }
    }

    /** What both regions say of a conversation, once they say the same. */
    private static List<JsonNode> awaitEqual(String traveler, int messages) {
        try (var eu = FrontEnd.connect(regions.page("eu"), traveler, THREAD);
                var us = FrontEnd.connect(regions.page("us"), traveler, THREAD)) {
            return Eventually.get("both regions have %d messages of %s".formatted(messages, traveler), () -> {
                var here = eu.history();
                var there = us.history(); // asked in any case: it is what wakes a turn that was too young to be noted
                return here.size() == messages && here.equals(there) ? Optional.of(here) : Optional.empty();
            });
        }
    }
}
