package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.agents.travel.FlightAgent;
import dev.jetway.agents.travel.HotelAgent;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** What the agents and the template write from a tool's answer always passes the validator. */
class TemplateReplyPropertyTest {

    private static final List<String> LOCALES = List.of("en-GB", "en-US", "de-DE", "fr-FR", "de-CH", "sv-SE", "ja-JP");
    private static final List<String> CURRENCIES = List.of("GBP", "USD", "EUR", "JPY", "CHF", "SEK");

    @Property(tries = 200)
    void everyFlightReplyIsSupported(
            @ForAll @LongRange(min = 100, max = 99_999_999) long cents,
            @ForAll @IntRange(max = 6) int locale,
            @ForAll @IntRange(max = 5) int currency,
            @ForAll @IntRange(max = 500_000) int minute,
            @ForAll @IntRange(min = -12, max = 14) int offset,
            @ForAll @IntRange(min = 1, max = 9999) int number) {
        var departure = OffsetDateTime.of(2027, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(offset))
                .plusMinutes(minute);
        var offer = """
                {"offers": [{"offerId": "o", "price": {"amount": %s, "currency": "%s"}, "outbound": {
                  "departure": "%s", "arrival": "%s", "durationMinutes": 95, "stops": 0,
                  "legs": [{"flight": "JW%d", "originCity": "Oslo", "destinationCity": "Rome"}]}}]}
                """.formatted(
                        BigDecimal.valueOf(cents, 2).toPlainString(),
                        CURRENCIES.get(currency),
                        departure,
                        departure.plusMinutes(95).withOffsetSameInstant(ZoneOffset.UTC),
                        number);
        var input = "{\"origin\": \"OSL\", \"destination\": \"ROM\", \"date\": \"2027-01-01\"}";
        supported(new FlightAgent(), "flights.search", input, offer, LOCALES.get(locale));
    }

    @Property(tries = 200)
    void everyHotelReplyIsSupportedWhateverTheHotelIsCalled(
            @ForAll @StringLength(max = 60) String name,
            @ForAll @LongRange(min = 100, max = 9_999_999) long cents,
            @ForAll @IntRange(max = 6) int locale) {
        var hotel = new com.fasterxml.jackson.databind.node.TextNode("£7 at 9:15, AB12 " + name).toString();
        var offer = """
                {"city": "Rome", "offers": [{"offerId": "o", "hotel": %s, "stars": 3,
                  "price": {"amount": %s, "currency": "EUR"}, "pricePerNight": {"amount": %s, "currency": "EUR"},
                  "freeCancellationUntil": "2027-01-01T18:00:00+01:00"}]}
                """.formatted(hotel, BigDecimal.valueOf(cents * 2, 2), BigDecimal.valueOf(cents, 2));
        var input = "{\"city\": \"Rome\", \"checkIn\": \"2027-01-02\", \"checkOut\": \"2027-01-04\"}";
        supported(new HotelAgent(), "hotels.search", input, offer, LOCALES.get(locale));
    }

    private static void supported(AgentBehavior agent, String skill, String input, String answer, String locale) {
        var traveler = new Traveler("t", locale, "Europe/London", "GBP");
        var tools = new ScriptedTools().expect(skill).answers(answer);
        var result = agent.handle(
                        TestContext.task(skill, input), TestContext.with(tools).as(traveler))
                .toCompletableFuture()
                .join();
        var done = (AgentResult.Completed) result;
        var plan = TaskGraph.of(List.of(Task.of("found", skill, "Found", input)), Set.of(skill))
                .with("found", new TaskStatus.Completed(done.artifact().toString(), done.text(), done.caveats()));
        var reply = new TemplateComposer()
                .compose(new Material("", plan, List.of(), traveler, TestContext.NOW), piece -> {})
                .toCompletableFuture()
                .join()
                .text();
        assertThat(done.artifact().path("options")).hasSize(1);
        assertThat(ReplyValidator.unsupported(reply, plan)).as(reply).isEmpty();
    }
}
