package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.e2e.TravelBackEnd.Booked;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** A region numbers its events by itself. */
    @Test
    void aFrontEndThatComesToAnotherRegionIsToldThatTheNumbersAreOthersAndGetsAllThereIs() {
        FrontEnd.Cursor cursor;
        try (var eu = FrontEnd.open(regions.page("eu"), "fay", THREAD)) {
            assertThat(eu.regions().path("serving").asText()).isEqualTo("eu");
            eu.say("tell me about Kyoto");
            cursor = eu.cursor();
        }
        awaitEqual("fay", 2);
        try (var fay = FrontEnd.connect(regions.page("us"), "fay", THREAD);
                var us = fay.resume(regions.page("us"), cursor)) {
            assertThat(us.regions().path("serving").asText()).isEqualTo("us");
            assertThat(us.recovered()).isFalse();
            assertThat(us.reset().get(0).toString()).contains("MESSAGES_SNAPSHOT", "Kyoto");
            assertThat(us.say("tell me about Lisbon").text()).contains("Lisbon");
        }
    }

    /** Nothing is read without news for longer than this test may take. */
    @Test
    void whatHappensInOneRegionIsFollowedInTheOtherBecauseOfNewsAndOfTheSilenceWhenThereAreNone() {
        try (var eu = FrontEnd.open(regions.page("eu"), "ned", THREAD);
                var us = FrontEnd.open(regions.page("us"), "ned", THREAD)) {
            for (var city : List.of("Kyoto", "Lisbon", "Rome")) {
                eu.say("tell me about " + city);
                assertThat(us.wholeRun().text()).contains(city);
            }

            regions.cutLink();
            eu.say("tell me about Paris");
            assertThat(us.wholeRun().text()).as("seen without news").contains("Paris");

            regions.mendLink();
            us.say("tell me about Madrid");
            assertThat(eu.wholeRun().text()).contains("Madrid");
        } finally {
            regions.mendLink();
        }
        awaitEqual("ned", 10);
    }

    @Test
    void whatIsApprovedAnywhereIsCarriedOutInThePrimaryRegion() {
        try (var us = FrontEnd.open(regions.page("us"), "cas", THREAD)) {
            us.say(SEARCH);
            var booked = us.approve(us.say("book the second one").question());

            assertThat(booked.text()).contains("Booked: ");
            assertThat(regions.travel().bookingsOf(us.subject()))
                    .extracting(Booked::status)
                    .containsExactly("confirmed");
        }
    }

    @Test
    void whatIsRememberedInEitherRegionIsInBothAndWhatIsForgottenInNeither() {
        try (var eu = FrontEnd.open(regions.page("eu"), "mia", THREAD);
                var us = FrontEnd.open(regions.page("us"), "mia", "another")) {
            eu.approve(eu.say("remember that I always fly from Edinburgh").question());
            Eventually.holds("us knows", () -> remembered("us", us.subject()) == 1);
            assertThat(us.say("remember that I like aisle seats").text()).startsWith("I will remember");
            Eventually.holds("eu knows", () -> remembered("eu", us.subject()) == 2);

            assertThat(us.say("forget everything about me").text()).startsWith("Done");
            Eventually.holds(
                    "both have forgotten",
                    () -> Stream.of("eu", "us").allMatch(region -> remembered(region, us.subject()) == 0));
        }
    }

    private static int remembered(String region, String subject) {
        return regions.session(region)
                .execute("SELECT key FROM jetway.traveler_memory WHERE traveler = ?", subject)
                .all()
                .size();
    }

    @Test
    void whatHasToStayInARegionIsNeverInTheOther() throws Exception {
        var traces = new Traces();
        try (var eu = FrontEnd.open(regions.page("eu"), traces.everywhere, THREAD)) {
            eu.say("my lucky word is " + traces.everywhereWord);
        }
        try (var eu = FrontEnd.open(regions.page("eu"), traces.resident, THREAD)) {
            eu.say("my lucky word is " + traces.residentWord);
            eu.say(SEARCH);
            assertThat(eu.approve(eu.say("book the second one").question()).text())
                    .contains("Booked: ");
            assertThat(eu.history()).hasSize(6);
            assertThat(eu.regions())
                    .hasToString("{\"serving\":\"eu\",\"nearest\":\"eu\",\"addresses\":"
                            + "{\"eu\":\"https://eu.travel.example\"}}");
        }
        var away = FrontEnd.sentAway(regions.page("us"), traces.resident);
        assertThat(away.path("code").asText()).isEqualTo("wrong_region");
        assertThat(away.path("message").asText())
                .isEqualTo(
                        "Your conversations stay in region eu, and this is region us. Go to https://eu.travel.example");
        awaitEqual(traces.everywhere, 2);
        var booked = regions.travel().bookingsOf("dev:" + traces.resident);
        assertThat(booked).extracting(Booked::status).containsExactly("confirmed");

        assertThat(Traces.ofKeyspace(regions.session("us"), "jetway_placed_eu_only"))
                .containsOnlyKeys("class", "eu");
        var reference = booked.get(0).reference();
        assertThat(traces.found(regions.files("eu"), reference))
                .as("on eu's disks")
                .containsExactlyElementsOf(traces.all(reference));
        assertThat(traces.found(regions.files("us"), reference))
                .as("on us's disks")
                .containsExactlyElementsOf(traces.ofWhoIsEverywhere());
        assertThat(traces.found(regions.session("us"), reference))
                .as("in us's tables")
                .containsExactlyElementsOf(traces.ofWhoIsEverywhere());
    }

    @Test
    void whatHasToStayInTwoRegionsIsFollowedAndContinuedInBoth() {
        try (var eu = FrontEnd.open(regions.page("eu"), "kim@ferry", THREAD);
                var us = FrontEnd.open(regions.page("us"), "kim@ferry", THREAD)) {
            var first = eu.say("tell me about Kyoto");
            assertThat(us.wholeRun().text()).isEqualTo(first.text());
            us.say(SEARCH);
            assertThat(eu.wholeRun().options()).isNotEmpty();
            assertThat(us.approve(us.say("book the second one").question()).text())
                    .contains("Booked: ");
        }
        awaitEqual("kim@ferry", 6);
        assertThat(Traces.ofKeyspace(regions.session("us"), "jetway_placed_atlantic"))
                .containsOnlyKeys("class", "eu", "us");
    }

    /** Not by the primary, which is eu; and stored everywhere it may be. */
    @Test
    void whatHasToStayOutOfThePrimaryRegionIsCarriedOutWhereItStays() throws Exception {
        try (var us = FrontEnd.open(regions.page("us"), "ivy@clinic", THREAD)) {
            us.say(SEARCH);
            assertThat(us.approve(us.say("book the second one").question()).text())
                    .contains("Booked: ");
            assertThat(regions.travel().bookingsOf(us.subject()))
                    .extracting(Booked::status)
                    .containsExactly("confirmed");
        }
        assertThat(FrontEnd.sentAway(regions.page("eu"), "ivy@clinic")
                        .path("region")
                        .asText())
                .isEqualTo("us");
    }

    /** The primary, so that what needs it has to wait. */
    @Test
    void whenARegionIsKilledTheOtherGoesOnAndBothAreEqualOnceItIsBack() throws Exception {
        answered("eu", "bob", "tell me about Kyoto", "Kyoto");
        awaitEqual("bob", 2);
        try (var us = FrontEnd.open(regions.page("us"), "dan", THREAD)) {
            regions.travel().fault("hotels", "search", "{\"mode\":\"hang\"}");
            begun("eu", "dan", SEARCH);
            us.until("SUBAGENT_STARTED");
            begun("eu", "bob", SEARCH);
            regions.kill("eu");
            regions.travel().clearFaults();
            try (var gil = FrontEnd.connect(regions.page("us"), "gil", THREAD)) {
                assertThat(gil.beginEverywhere("tell me about Oslo", "oslo").message())
                        .startsWith("It is stored in region us, and eu did not confirm it in time");
            }

            answered("us", "bob", "tell me about Lisbon", "Lisbon");
            answered("us", "eve", "tell me about Rome", "Rome");
            assertThat(us.run().options()).as("what eu had begun").isNotEmpty();
            var question = us.say("book the second one").question();
            assertThat(us.answer(question.id(), true).ok()).isTrue();
            assertThat(us.until("REASONING_MESSAGE_CONTENT").path("delta").asText())
                    .startsWith("Region eu, which carries out what you approve, does not answer. Your approval stays");
            assertThat(regions.travel().bookingsOf(us.subject())).isEmpty();

            regions.bringBack("eu");

            assertThat(us.run().text()).contains("Booked: ");
            assertThat(regions.travel().bookingsOf(us.subject()))
                    .extracting(Booked::status)
                    .containsExactly("confirmed");
        }
        try (var gil = FrontEnd.connect(regions.page("us"), "gil", THREAD)) {
            var again = gil.beginEverywhere("tell me about Oslo", "oslo");
            assertThat(again.ok()).isTrue();
            assertThat(again.frame().path("duplicate").asBoolean()).isTrue();
        }
        awaitEqual("dan", 4);
        awaitEqual("eve", 2);
        assertThat(awaitEqual("bob", 6).stream()
                        .filter(message -> message.path("role").asText().equals("user"))
                        .map(message -> message.path("content").asText()))
                .as("what was accepted before the kill and after it")
                .containsExactlyInAnyOrder("tell me about Kyoto", SEARCH, "tell me about Lisbon");
        answered("eu", "bob", "tell me about Paris", "Paris");
        awaitEqual("bob", 8);
    }

    @Test
    void thePrimaryIsMovedByForceWhenItIsLostAndBackInOrderOnceItHasReturned() throws Exception {
        try (var us = FrontEnd.open(regions.page("us"), "ira", THREAD)) {
            us.say(SEARCH);
            var question = us.say("book the second one").question();
            regions.kill("eu");
            assertThat(us.answer(question.id(), true).ok()).isTrue();
            assertThat(us.until("REASONING_MESSAGE_CONTENT").path("delta").asText())
                    .startsWith("Region eu, which carries out what you approve, does not answer");

            assertThat(movePrimary("us", "us")).isEqualTo(1);
            assertThat(said).contains("Region eu, the primary, does not answer, and may still act", "--force --reason");
            assertThat(regions.travel().bookingsOf(us.subject())).isEmpty();

            assertThat(movePrimary("us", "us", "--force", "--reason", "eu burned down"))
                    .as(said)
                    .isZero();
            assertThat(us.run().text()).contains("Booked: ");
            assertThat(regions.travel().bookingsOf(us.subject())).hasSize(1);

            regions.bringBack("eu");
            book("eu", "gus");
            awaitCarriedOut("us", 2);
            assertThat(regions.carriedOut("eu"))
                    .as("it came back, and is not the primary")
                    .isZero();

            Eventually.holds( // a moment of silence is enough for a refusal
                    "eu is the primary again", () -> movePrimary("us", "eu", "--reason", "it is back") == 0);
            us.say(SEARCH);
            var booked = us.approve(us.say("book the first one").question());
            assertThat(booked.text()).contains("Booked: ");
            assertThat(regions.travel().bookingsOf(us.subject())).hasSize(2);
            book("eu", "hal");
            awaitCarriedOut("eu", 2);
            assertThat(regions.carriedOut("us")).isEqualTo(2);
        }
    }

    private static void awaitCarriedOut(String region, int actions) {
        Eventually.holds(
                "%d actions were carried out in %s".formatted(actions, region),
                () -> regions.carriedOut(region) == actions);
    }

    private static void book(String region, String traveler) {
        try (var frontEnd = FrontEnd.open(regions.page(region), traveler, THREAD)) {
            frontEnd.say(SEARCH);
            var booked = frontEnd.approve(frontEnd.say("book the second one").question());
            assertThat(booked.text()).contains("Booked: ");
            assertThat(regions.travel().bookingsOf(frontEnd.subject())).hasSize(1);
        }
    }

    private String said;

    /** As an operator does it. */
    private int movePrimary(String asked, String to, String... options) throws Exception {
        var out = new StringWriter();
        var arguments = new ArrayList<>(List.of("regions", "primary", to));
        arguments.addAll(List.of("--url", regions.operations(asked).toString()));
        arguments.addAll(List.of(options));
        int exit = JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
        said = out.toString();
        return exit;
    }

    private static void begun(String region, String traveler, String text) {
        try (var frontEnd = FrontEnd.connect(regions.page(region), traveler, THREAD)) {
            assertThat(frontEnd.begin(text).ok()).as("%s in %s", text, region).isTrue();
        }
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
