package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookingsTest {

    @TempDir
    private static Path data;

    private static TravelBackend backend;
    private static TravelClient client;

    private final String run = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        start(TravelClient.CLOCK);
    }

    private static void start(Clock clock) throws IOException {
        backend = TravelClient.start(data, true, clock);
        client = new TravelClient(backend.url());
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    private static void restart(Clock clock) throws IOException {
        stop();
        start(clock);
    }

    /** Travelers of other tests share the database. */
    private String subject(String traveler) {
        return traveler + "-" + run;
    }

    @Test
    void whatIsBookedIsWhatWasQuoted() {
        JsonNode quote = quote("ada", flight());
        JsonNode booking = create("ada", quote, "key-0001");

        assertThat(booking.get("reference").asText()).matches("JW[0-9A-Z]{6}");
        assertThat(booking.get("status").asText()).isEqualTo("confirmed");
        assertThat(booking.get("price")).isEqualTo(quote.get("price"));
        assertThat(booking.get("lines")).isEqualTo(quote.get("lines"));
        assertThat(upcoming("ada")).hasSize(1);
        assertThat(upcoming("bob")).isEmpty();
    }

    @Test
    void theSameKeyIsTheSameBookingAlsoAfterARestart() throws IOException {
        JsonNode quote = quote("ada", hotel());
        JsonNode first = create("ada", quote, "key-0001");
        restart(TravelClient.CLOCK);

        assertThat(create("ada", quote, "key-0001")).isEqualTo(first);
        assertThat(upcoming("ada")).hasSize(1);
        assertThat(lookup("ada", "key-0001").get("booking")).isEqualTo(first);
        assertThat(lookup("bob", "key-0001").get("found").asBoolean()).isFalse();
    }

    @Test
    void aRepeatAfterTheQuoteRanOutStillFindsItsBooking() throws IOException {
        JsonNode quote = quote("ada", flight());
        JsonNode first = create("ada", quote, "key-0001");
        restart(Clock.offset(TravelClient.CLOCK, Duration.ofDays(3)));

        assertThat(create("ada", quote, "key-0001")).isEqualTo(first);
        assertThat(refused("ada", "create", args(quote, "key-0002"))).contains("was valid until");
        restart(TravelClient.CLOCK);
    }

    @Test
    void thirtyTwoRacingCreatesWithOneKeyMakeOneBooking() {
        JsonNode quote = quote("ada", flight());
        String token = TravelClient.token(subject("ada"), "bookings");
        var pool = Executors.newFixedThreadPool(32);
        try {
            List<CompletableFuture<String>> racing = IntStream.range(0, 32)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> TravelClient.content(TravelClient.result(
                                            client.send("bookings.create", args(quote, "key-race"), token)
                                                    .join()))
                                    .get("reference")
                                    .asText(),
                            pool))
                    .toList();
            assertThat(racing.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        } finally {
            pool.shutdown();
        }
        assertThat(upcoming("ada")).hasSize(1);
        assertThat(TravelClient.json(client.http("GET", "/drill/bookings", "")).get("bookings"))
                .filteredOn(entry -> entry.get("subject").asText().equals(subject("ada")))
                .hasSize(1);
    }

    @Test
    void aKeyIsNotTakenForTwoActions() {
        JsonNode flight = quote("ada", flight());
        JsonNode hotel = quote("ada", hotel());
        String reference = create("ada", flight, "key-0001").get("reference").asText();

        assertThat(refused("ada", "create", args(hotel, "key-0001"))).contains("already used for something else");
        assertThat(refused("ada", "cancel", args(reference, "key-0001"))).contains("already used for something else");
        assertThat(upcoming("ada")).hasSize(1);
    }

    @Test
    void theSameKeyOfTwoTravelersAreTwoBookings() {
        String one = create("ada", quote("ada", hotel()), "key-0001")
                .get("reference")
                .asText();
        String two = create("bob", quote("bob", hotel()), "key-0001")
                .get("reference")
                .asText();

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void nobodyReachesTheBookingOrTheQuoteOfAnother() {
        JsonNode quote = quote("ada", hotel());
        String reference = create("ada", quote, "key-0001").get("reference").asText();

        assertThat(refused("bob", "get", "{\"reference\":\"" + reference + "\"}"))
                .isEqualTo("No booking " + reference + " is yours");
        assertThat(refused("bob", "cancel", args(reference, "key-0002")))
                .isEqualTo("No booking " + reference + " is yours");
        assertThat(refused("bob", "create", args(quote, "key-0003"))).contains("for another traveler");
        assertThat(refused("ada", "get", "{\"reference\":\"JW222222\"}")).isEqualTo("No booking JW222222 is yours");
    }

    @Test
    void cancellingPaysBackAndIsDoneOnce() {
        String reference = create("ada", quote("ada", flight()), "key-0001")
                .get("reference")
                .asText();
        JsonNode cancelled = act("ada", "cancel", args(reference, "key-0002"));

        assertThat(cancelled.get("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.get("refund").get("amount").decimalValue())
                .isLessThanOrEqualTo(cancelled.get("price").get("amount").decimalValue());
        assertThat(act("ada", "cancel", args(reference, "key-0002"))).isEqualTo(cancelled);
        assertThat(refused("ada", "cancel", args(reference, "key-0003"))).contains("already cancelled");
        assertThat(upcoming("ada")).isEmpty();
        assertThat(act("ada", "list", "{\"when\":\"all\"}").get("bookings")).hasSize(1);
    }

    @Test
    void aFlightMovesWithItsReturn() {
        String reference = create("ada", quote("ada", flight()), "key-0001")
                .get("reference")
                .asText();
        JsonNode moved = null;
        List<String> full = new ArrayList<>();
        for (int day = 10; day < 20 && moved == null; day++) {
            JsonNode result = client.callAs(
                    subject("ada"),
                    "bookings.change",
                    "{\"reference\":\"" + reference + "\",\"newDate\":\"2027-03-" + day
                            + "\",\"idempotencyKey\":\"key-move" + day + "\"}");
            if (result.get("isError").asBoolean()) {
                full.add(TravelClient.refusal(result));
            } else {
                moved = result.get("structuredContent");
            }
        }

        assertThat(full).allMatch(refusal -> refusal.contains("has no seats left"));
        assertThat(moved).isNotNull();
        assertThat(moved.get("start").asText()).startsWith("2027-03-1");
        assertThat(moved.has("changedAt")).isTrue();
        assertThat(upcoming("ada")).hasSize(1);
        assertThat(
                        refused(
                                "ada",
                                "change",
                                "{\"reference\":\"" + reference
                                        + "\",\"checkIn\":\"2027-03-20\",\"checkOut\":\"2027-03-21\",\"idempotencyKey\":\"key-0009\"}"))
                .contains("is a flight");
    }

    @Test
    void whatHasBegunStaysAsItIs() throws IOException {
        String reference = create("ada", quote("ada", hotel()), "key-0001")
                .get("reference")
                .asText();
        restart(Clock.offset(TravelClient.CLOCK, Duration.ofDays(300)));

        assertThat(refused("ada", "cancel", args(reference, "key-0002"))).contains("already begun");
        assertThat(upcoming("ada")).isEmpty();
        assertThat(act("ada", "list", "{\"when\":\"past\"}").get("bookings")).hasSize(1);
        restart(TravelClient.CLOCK);
    }

    @Test
    void anAlteredOfferOrQuoteIsRefused() {
        JsonNode quote = quote("ada", hotel());
        String id = quote.get("quoteId").asText();
        String other = (id.charAt(20) == 'A' ? 'B' : 'A') + id.substring(21);
        String offer = hotel().get("offerId").asText();

        assertThat(refused(
                        "ada",
                        "create",
                        "{\"quoteId\":\"" + id.substring(0, 20) + other + "\",\"idempotencyKey\":\"key-0001\"}"))
                .contains("altered");
        assertThat(refused("ada", "quote", "{\"kind\":\"hotel\",\"offerId\":\"" + offer.substring(1) + "\"}"))
                .contains("altered");
        assertThat(refused("ada", "quote", "{\"kind\":\"flight\",\"offerId\":\"" + offer + "\"}"))
                .contains("not of a flight");
        assertThat(lookup("ada", "key-0001").get("found").asBoolean()).isFalse();
    }

    private JsonNode flight() {
        return TravelClient.content(client.call("flights.search", """
                        {"origin":"LON","destination":"TYO","date":"2027-03-03","returnDate":"2027-03-13","adults":2}""")).at("/offers/0");
    }

    private JsonNode hotel() {
        return TravelClient.content(client.call("hotels.search", """
                        {"city":"Boston","country":"US","checkIn":"2027-02-05","checkOut":"2027-02-07"}""")).at("/offers/0");
    }

    private JsonNode quote(String traveler, JsonNode offer) {
        String kind = offer.has("hotel") ? "hotel" : "flight";
        return act(
                traveler,
                "quote",
                "{\"kind\":\"" + kind + "\",\"offerId\":\""
                        + offer.get("offerId").asText() + "\"}");
    }

    private JsonNode create(String traveler, JsonNode quote, String key) {
        return act(traveler, "create", args(quote, key));
    }

    private JsonNode upcoming(String traveler) {
        return act(traveler, "list", "{}").get("bookings");
    }

    private JsonNode lookup(String traveler, String key) {
        return act(traveler, "lookup", "{\"idempotencyKey\":\"" + key + "\"}");
    }

    private static String args(JsonNode quote, String key) {
        return "{\"quoteId\":\"" + quote.get("quoteId").asText() + "\",\"idempotencyKey\":\"" + key + "\"}";
    }

    private static String args(String reference, String key) {
        return "{\"reference\":\"" + reference + "\",\"idempotencyKey\":\"" + key + "\"}";
    }

    private JsonNode act(String traveler, String tool, String arguments) {
        return TravelClient.content(client.callAs(subject(traveler), "bookings." + tool, arguments));
    }

    private String refused(String traveler, String tool, String arguments) {
        return TravelClient.refusal(client.callAs(subject(traveler), "bookings." + tool, arguments));
    }
}
