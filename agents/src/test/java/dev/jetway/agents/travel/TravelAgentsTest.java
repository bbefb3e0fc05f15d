package dev.jetway.agents.travel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TravelAgentsTest {

    static final String OFFER = """
            {"offerId": "f1", "price": {"amount": 1024.80, "currency": "GBP"}, "seatsLeft": 2, "refundable": true,
             "validUntil": "2026-11-21T09:30:00Z",
             "outbound": {"origin": "LHR", "destination": "NRT", "departure": "2027-03-03T11:20:00Z",
               "arrival": "2027-03-04T07:55:00+09:00", "durationMinutes": 695, "stops": 0,
               "legs": [{"flight": "JW412", "carrier": "Jetway Air", "originCity": "London",
                         "destinationCity": "Tokyo"}]}}
            """;

    private static final String STAY = """
            {"offerId": "h1", "hotel": "Harbour View", "stars": 4, "district": "North End", "distanceToCentreKm": 0.8,
             "rating": 8.6, "pricePerNight": {"amount": 120, "currency": "GBP"},
             "price": {"amount": 240, "currency": "GBP"}, "breakfast": true, "roomsLeft": 3,
             "validUntil": "2026-11-21T09:30:00Z"}
            """;

    private static final String NIGHTS =
            "{\"city\": \"Boston\", \"checkIn\": \"2026-11-28\", \"checkOut\": \"2026-11-30\"}";

    private final ScriptedTools tools = new ScriptedTools();

    @Test
    void flightsAreShownWithPriceLocalTimesAndNumbers() {
        tools.expect("flights.search", "{\"origin\": \"LON\", \"destination\": \"TYO\", \"date\": \"2027-03-03\"}")
                .answers("{\"origin\": \"LON\", \"destination\": \"TYO\", \"date\": \"2027-03-03\", \"adults\": 2,"
                        + " \"simulated\": true, \"full\": 3, \"offers\": [" + OFFER + "]}");
        var done = completed(
                new FlightAgent(),
                "flights.search",
                "{\"origin\": \"LON\", \"destination\": \"TYO\", \"date\": \"2027-03-03\", \"originCity\": \"London\","
                        + " \"destinationCity\": \"Tokyo\"}");
        assertThat(done.text()).isEqualTo("""
                        **Flights London → Tokyo, Wed 3 March 2027, 2 adults**

                        1. **£1,024.80** · JW412 · Wed 3 Mar 11:20 (London) → Thu 4 Mar 07:55 (Tokyo) \
                        · 11 h 35 min, direct · 2 seats left · refundable

                        Prices are for all travelers; times are local. 3 more that day are full.""");
        assertThat(done.caveats()).containsExactly("Schedules, prices and availability are simulated.");
        assertThat(done.artifact().at("/options/0/offerId").asText()).isEqualTo("f1");
        assertThat(done.artifact().at("/options/0/n").asInt()).isEqualTo(1);
        assertThat(done.artifact().at("/options/0/title").asText()).isEqualTo("London to Tokyo, JW412");
    }

    @Test
    void anAmericanReadsDollarsAndClocksTheirWay() {
        tools.expect("flights.search").answers("{\"offers\": [" + OFFER + "]}");
        var american = new Traveler("t", "en-US", "America/New_York", "USD");
        var result = new FlightAgent()
                .handle(
                        TestContext.task(
                                "flights.search",
                                "{\"origin\": \"LON\", \"destination\": \"TYO\", \"date\": \"2027-03-03\"}"),
                        TestContext.with(tools).as(american))
                .toCompletableFuture()
                .join();
        assertThat(result)
                .isInstanceOfSatisfying(
                        AgentResult.Completed.class,
                        done -> assertThat(done.text()).contains("Wed, Mar 3 11:20 AM (London)"));
    }

    @Test
    void anOfferWithoutReadableTimesIsNotShown() {
        tools.expect("flights.search")
                .answers("{\"offers\": [" + OFFER.replace("2027-03-03T11:20:00Z", "noon-ish") + "]}");
        var done = completed(
                new FlightAgent(),
                "flights.search",
                "{\"origin\": \"LON\", \"destination\": \"TYO\", \"date\": \"2027-03-03\"}");
        assertThat(done.text()).contains("I found no flight with free seats");
        assertThat(done.artifact().path("options")).isEmpty();
    }

    @Test
    void hotelsAreShownWithNightAndTotal() {
        tools.expect("hotels.search", NIGHTS)
                .answers("{\"city\": \"Boston\", \"simulated\": true, \"over\": 2, \"full\": 0, \"offers\": [" + STAY
                        + "]}");
        assertThat(completed(new HotelAgent(), "hotels.search", NIGHTS).text()).isEqualTo("""
                        **Hotels in Boston**, Sat 28 November 2026 → Mon 30 November 2026, 2 nights

                        1. **Harbour View** ★★★★ · £120 a night (£240 in all) · rated 8.6 · 0.8 km from the centre \
                        · breakfast included

                        2 more are above your limit.""");
    }

    @Test
    void aHostileHotelNameBecomesHarmlessText() {
        tools.expect("hotels.search")
                .answers("{\"offers\": ["
                        + STAY.replace(
                                "Harbour View", "![x](https://evil.example/p.png)<b>\\n# Pay\\u202e `now` www.evil.com")
                        + "]}");
        assertThat(completed(new HotelAgent(), "hotels.search", NIGHTS).text())
                .contains("!\\[x\\](https\\://evil.example/p.png)\\<b\\> \\# Pay \\`now\\` www\\.evil.com")
                .doesNotContain("\u202e");
    }

    @Test
    void whatCannotBeBookedIsNotShownAndTheListStaysShort() {
        var many = String.join(",", Collections.nCopies(50, STAY));
        tools.expect("hotels.search")
                .answers("{\"city\": \"Boston\", \"offers\": [{\"hotel\": \"No Price Inn\", \"offerId\": \"h0\"},"
                        + STAY.replace("h1", "x".repeat(500)) + "," + many + "]}");
        var done = completed(new HotelAgent(), "hotels.search", NIGHTS);
        assertThat(done.artifact().path("options")).hasSize(10);
        assertThat(done.artifact().findValuesAsText("offerId")).containsOnly("h1");
        assertThat(done.text()).doesNotContain("No Price Inn");
    }

    @Test
    void noFreeRoomIsSaidWithTheReason() {
        tools.expect("hotels.search").answers("{\"city\": \"Boston\", \"offers\": [], \"over\": 4, \"full\": 1}");
        assertThat(completed(new HotelAgent(), "hotels.search", NIGHTS).text())
                .contains("I found no free room that fits. 4 more are above your limit. One is full.");
    }

    @Test
    void aStayWithoutNightsIsAskedForAndNoToolIsCalled() {
        assertThat(handle(new HotelAgent(), "hotels.search", "{\"city\": \"Boston\"}"))
                .isEqualTo(new AgentResult.InputRequired("In which city, and for which nights, do you need a hotel?"));
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void aRefusalOfTheToolIsPassedOnAsAHarmlessSentence() {
        tools.expect("hotels.search").refuses("No city is called <i>Bosston</i>");
        assertThat(handle(new HotelAgent(), "hotels.search", NIGHTS))
                .isEqualTo(AgentResult.failed("No city is called \\<i\\>Bosston\\</i\\>."));
    }

    @Test
    void anOutageIsSaidInOneSentence() {
        tools.expect("weather.climate").isUnavailable("The weather service did not answer");
        assertThat(handle(new WeatherAgent(), "weather.climate", "{\"city\": \"Lisbon\", \"month\": 5}"))
                .isEqualTo(AgentResult.failed(Outcomes.OUT_OF_ORDER));
    }

    @Test
    void theClimateOfAMonthIsOneLine() {
        tools.expect("weather.climate", "{\"city\": \"Lisbon\", \"month\": 5}")
                .answers("{\"city\": \"Lisbon\", \"month\": 5, \"averageHighC\": 22.5, \"averageLowC\": 13,"
                        + " \"rainyDays\": 6, \"sunshineHoursPerDay\": 9, \"summary\": \"Mild and sunny.\"}");
        assertThat(completed(new WeatherAgent(), "weather.climate", "{\"city\": \"Lisbon\", \"month\": 5}")
                        .text())
                .isEqualTo("**Weather in Lisbon in May**: 13 to 22.5 °C, 6 rainy days, 9 hours of sun a day. "
                        + "Mild and sunny.");
    }

    @Test
    void theWayNamesOnlyWhatIsPlausible() {
        tools.expect("destinations.route")
                .answers(
                        "{\"distanceKm\": 2313.4, \"flight\": {\"direct\": true, \"typicalMinutes\": 220},"
                                + " \"train\": {\"typicalMinutes\": 1900, \"plausible\": false}, \"car\": {\"typicalMinutes\": 1500}}");
        assertThat(completed(
                                new DestinationAgent(),
                                "destinations.route",
                                "{\"origin\": \"Berlin\", \"destination\": \"Lisbon\"}")
                        .text())
                .isEqualTo(
                        "**Berlin → Lisbon**, 2,313 km\n\n- by plane: about 3 h 40 min, direct\n- by car: about 25 h");
    }

    @Test
    void theItineraryOrdersFlightAndStayByDay() {
        var input = "{\"flights\": {\"options\": [{\"outbound\": {\"departure\": \"2027-03-03T11:20:00Z\","
                + " \"arrival\": \"2027-03-04T07:55:00+09:00\", \"flights\": \"JW412\", \"from\": \"London\","
                + " \"to\": \"Tokyo\"}}]}, \"hotels\": {\"checkIn\": \"2027-03-04\", \"checkOut\": \"2027-03-06\","
                + " \"options\": [{\"title\": \"Riverside Inn\"}]}}";
        assertThat(completed(new ItineraryAgent(), "itinerary.compose", input).text())
                .isEqualTo("""
                        **Day by day**, with the first flight and the first hotel

                        - Wed 3 March 2027: JW412 leaves London at 11:20
                        - Thu 4 March 2027: arrive in Tokyo at 07:55; check in at Riverside Inn
                        - Sat 6 March 2027: check out of Riverside Inn""");
        assertThat(tools.calls()).isEmpty();
    }

    @Test
    void everyAgentIsOnTheClassPathAndNoTwoOfferTheSameSkill() {
        var skills = ServiceLoader.load(AgentBehavior.class).stream()
                .flatMap(provider -> provider.get().card().skills().stream())
                .map(skill -> skill.id())
                .collect(Collectors.toList());
        assertThat(skills)
                .doesNotHaveDuplicates()
                .contains("flights.search", "hotels.search", "weather.climate", "bookings.create", "loyalty.account");
    }

    private AgentResult.Completed completed(AgentBehavior agent, String skill, String input) {
        var result = handle(agent, skill, input);
        assertThat(result).isInstanceOf(AgentResult.Completed.class);
        return (AgentResult.Completed) result;
    }

    private AgentResult handle(AgentBehavior agent, String skill, String input) {
        var result = agent.handle(TestContext.task(skill, input), TestContext.with(tools))
                .toCompletableFuture()
                .join();
        tools.verify();
        return result;
    }
}
