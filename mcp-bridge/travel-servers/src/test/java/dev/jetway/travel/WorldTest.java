package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated world: plausible, and the same everywhere. */
class WorldTest {

    private static final String TO_TOKYO = """
            {"origin":"LON","destination":"TYO","date":"2027-03-03","returnDate":"2027-03-13","adults":2,"limit":20}""";

    @TempDir
    private static Path data;

    private static TravelBackend backend;
    private static TravelClient client;

    @BeforeAll
    static void start() throws Exception {
        backend = TravelClient.start(data, false);
        client = new TravelClient(backend.url());
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    /** A change of these hashes is a change of the world that every recorded conversation knows. */
    @Test
    void equalSeedsAreEqualWorldsOnEveryMachine() throws Exception {
        StringBuilder answers = new StringBuilder();
        answers.append(client.call("flights.search", TO_TOKYO));
        answers.append(client.call("flights.search", """
                {"origin":"OPO","destination":"CNS","date":"2027-06-20","adults":1,"children":2,"currency":"EUR"}"""));
        answers.append(client.call("hotels.search", """
                {"city":"Boston","country":"US","checkIn":"2026-11-27","checkOut":"2026-11-29","limit":20}"""));
        answers.append(client.call("weather.climate", "{\"city\":\"Kyoto\",\"month\":4}"));
        answers.append(
                client.call("weather.forecast", "{\"city\":\"Oslo\",\"from\":\"2026-11-22\",\"to\":\"2026-11-30\"}"));
        answers.append(client.call("destinations.route", "{\"origin\":\"Berlin\",\"destination\":\"Lisbon\"}"));

        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(answers.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(digest).substring(0, 16)).isEqualTo("d8bbef6fec463844");
    }

    /** As whoever is west of Auckland has, for half of the day. */
    @Test
    void aForecastBeginsTodayWhereItIsForWhoeverStillHasYesterday() {
        var days = client.call(
                        "weather.forecast", "{\"city\":\"Auckland\",\"from\":\"2026-11-20\",\"to\":\"2026-11-22\"}")
                .at("/structuredContent/days");

        assertThat(days).extracting(day -> day.path("date").asText()).containsExactly("2026-11-21", "2026-11-22");
    }

    @Test
    void legsKeepLocalTimeAndConnect() {
        for (JsonNode offer : offers(TO_TOKYO)) {
            for (JsonNode journey : List.of(offer.get("outbound"), offer.get("inbound"))) {
                OffsetDateTime free = OffsetDateTime.MIN;
                for (JsonNode leg : journey.get("legs")) {
                    OffsetDateTime departure =
                            OffsetDateTime.parse(leg.get("departure").asText());
                    OffsetDateTime arrival =
                            OffsetDateTime.parse(leg.get("arrival").asText());
                    assertThat(Duration.between(departure, arrival).toMinutes())
                            .isEqualTo(leg.get("durationMinutes").asInt());
                    assertThat(departure).isAfter(free);
                    free = arrival;
                }
            }
            assertThat(offer.at("/outbound/departure").asText())
                    .startsWith("2027-03-03T")
                    .endsWith("Z");
            assertThat(offer.at("/outbound/arrival").asText()).endsWith("+09:00");
            assertThat(offer.at("/inbound/departure").asText()).startsWith("2027-03-13T");
            assertThat(offer.at("/inbound/durationMinutes").asInt()).isBetween(660, 1_500);
        }
    }

    @Test
    void aCityCodeStandsForItsAirportsAndOffersComeCheapestFirst() {
        JsonNode offers = offers(TO_TOKYO);

        assertThat(offers).hasSizeGreaterThan(5);
        double last = 0;
        for (JsonNode offer : offers) {
            assertThat(offer.at("/outbound/origin").asText()).isIn("LHR", "LGW", "STN", "LTN", "LCY", "SEN");
            assertThat(offer.at("/outbound/destination").asText()).isIn("HND", "NRT");
            assertThat(offer.at("/price/amount").asDouble()).isGreaterThanOrEqualTo(last);
            last = offer.at("/price/amount").asDouble();
        }
    }

    @Test
    void childrenPayLessAndBusinessMore() {
        String flight = "{\"origin\":\"BER\",\"destination\":\"LIS\",\"date\":\"2027-03-03\",\"limit\":1,";

        double two = price(flight + "\"adults\":2}");
        double withChild = price(flight + "\"adults\":1,\"children\":1}");

        assertThat(withChild).isBetween(two * 0.8, two * 0.95);
        assertThat(price(flight + "\"adults\":2,\"cabin\":\"business\"}")).isGreaterThan(two * 2);
        assertThat(price(flight + "\"adults\":2,\"currency\":\"JPY\"}")).isGreaterThan(two * 150);
    }

    @Test
    void someFlightsAndHotelsAreFull() {
        int flights = 0;
        int hotels = 0;
        for (int day = 10; day < 20; day++) {
            flights += TravelClient.content(client.call(
                            "flights.search",
                            "{\"origin\":\"LON\",\"destination\":\"NYC\",\"date\":\"2026-12-" + day + "\"}"))
                    .get("full")
                    .asInt();
            hotels += TravelClient.content(client.call(
                            "hotels.search",
                            "{\"city\":\"Paris\",\"checkIn\":\"2026-12-" + day + "\",\"checkOut\":\"2026-12-"
                                    + (day + 1) + "\"}"))
                    .get("full")
                    .asInt();
        }

        assertThat(flights).isPositive();
        assertThat(hotels).isPositive();
    }

    @Test
    void statusKnowsTheFlightsThatSearchFinds() {
        JsonNode leg = offers(TO_TOKYO).get(0).at("/outbound/legs/0");
        JsonNode status = TravelClient.content(client.call(
                "flights.status", "{\"flight\":\"" + leg.get("flight").asText() + "\",\"date\":\"2027-03-03\"}"));

        assertThat(status.get("status").asText()).isEqualTo("scheduled");
        assertThat(status.get("departure")).isEqualTo(leg.get("departure"));
        assertThat(status.get("destination")).isEqualTo(leg.get("destination"));
    }

    @Test
    void aPriceLimitIsKeptAndWhatIsOverItIsCounted() {
        JsonNode found = TravelClient.content(client.call("hotels.search", """
                {"city":"Tokyo","checkIn":"2027-03-04","checkOut":"2027-03-13","maxPricePerNight":100,"near":"centre","limit":20}"""));

        assertThat(found.get("offers")).isNotEmpty();
        assertThat(found.get("over").asInt()).isPositive();
        found.get("offers")
                .forEach(stay ->
                        assertThat(stay.at("/pricePerNight/amount").asDouble()).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @CsvSource({
        "Lisboa, Lisbon, PT",
        "東京, Tokyo, JP",
        "NYC, New York City, US",
        "München, Munich, DE",
        "'Boston, MA', Boston, US",
        "'London, Canada', London, CA",
        "BER, Berlin, DE",
        "bombay, Mumbai, IN",
        "Tromsø, Tromsø, NO",
    })
    void placesAreFoundByWhatPeopleCallThem(String query, String name, String country) {
        JsonNode place = TravelClient.content(client.call("destinations.resolve", "{\"query\":\"" + query + "\"}"))
                .at("/places/0");
        assertThat(place.get("name").asText()).isEqualTo(name);
        assertThat(place.get("country").asText()).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource({
        "Lisbon, 5, 21, 24, 12, 15", "Boston, 1, 0, 4, -8, -4", "London, 7, 21, 24, 13, 16",
                "Singapore, 4, 30, 33, 23, 26",
        "Dubai, 8, 39, 43, 29, 33", "Sydney, 1, 25, 29, 18, 21", "Oslo, 1, -2, 2, -9, -5", "Cairo, 7, 33, 36, 21, 25",
        "Mexico City, 5, 24, 28, 11, 14", "Tokyo, 8, 29, 32, 21, 25", "Reykjavik, 7, 12, 16, 8, 11",
                "Cape Town, 1, 24, 28, 15, 18",
    })
    void theClimateIsWhatATravelerWouldMeet(
            String city, int month, double highFrom, double highTo, double lowFrom, double lowTo) {
        JsonNode climate = TravelClient.content(
                client.call("weather.climate", "{\"city\":\"" + city + "\",\"month\":" + month + "}"));

        assertThat(climate.get("averageHighC").asDouble()).isBetween(highFrom, highTo);
        assertThat(climate.get("averageLowC").asDouble()).isBetween(lowFrom, lowTo);
        assertThat(climate.get("sunshineHoursPerDay").asDouble()).isBetween(0.5, 14.0);
    }

    @Test
    void trainsAndCarsCrossNoSea() {
        assertThat(route("Berlin", "Paris").has("train")).isTrue();
        assertThat(route("London", "Paris").at("/train/plausible").asBoolean()).isTrue();
        assertThat(route("London", "Paris").has("car")).isFalse();
        assertThat(route("Los Angeles", "Honolulu").has("car")).isFalse();
        assertThat(route("Tokyo", "Seoul").has("train")).isFalse();
        assertThat(route("Berlin", "Lisbon").at("/flight/typicalMinutes").asInt())
                .isBetween(170, 330);
    }

    private static JsonNode route(String origin, String destination) {
        return TravelClient.content(client.call(
                "destinations.route", "{\"origin\":\"" + origin + "\",\"destination\":\"" + destination + "\"}"));
    }

    private static JsonNode offers(String arguments) {
        return TravelClient.content(client.call("flights.search", arguments)).get("offers");
    }

    private static double price(String arguments) {
        return offers(arguments).at("/0/price/amount").asDouble();
    }
}
