package dev.jetway.agents.travel;

import static dev.jetway.agents.travel.Markdown.escape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Puts the first flight and the first hotel that were found into the order of the days. Calls no tool:
 * its input refers to the artifacts of a flight search and a hotel search.
 */
public final class ItineraryAgent implements AgentBehavior {

    private static final AgentCard CARD = new AgentCard(
            "itinerary-agent",
            "Puts found flights and a hotel into a plan by days. Looks nothing up and books nothing.",
            List.of(new Skill(
                    "itinerary.compose",
                    "Makes a plan by days from the results of a flight search and a hotel search.",
                    Json.literal("""
                            {"type": "object", "properties": {
                              "flights": {"type": "object"}, "hotels": {"type": "object"}}}
                            """))),
            Set.of(),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        var flight = task.input().path("flights").path("options").path(0);
        var hotels = task.input().path("hotels");
        var hotel = hotels.path("options").path(0);
        if (flight.isMissingNode() && hotel.isMissingNode()) {
            return Outcomes.now(AgentResult.failed("There is neither a flight nor a hotel to plan with."));
        }
        var formats = Formats.of(context.traveler());
        try {
            var days = new TreeMap<LocalDate, String>();
            put(days, flight.path("outbound"), formats);
            if (hotel.isObject()) {
                var name = escape(hotel.path("title").asText(), 80);
                add(days, LocalDate.parse(hotels.path("checkIn").asText()), "check in at " + name);
                add(days, LocalDate.parse(hotels.path("checkOut").asText()), "check out of " + name);
            }
            put(days, flight.path("inbound"), formats);
            return Outcomes.now(AgentResult.completed(artifact(days), text(days, formats::longDay)));
        } catch (DateTimeException unreadable) {
            return Outcomes.now(AgentResult.failed("The times of the flight or the hotel could not be read."));
        }
    }

    private static void put(Map<LocalDate, String> days, JsonNode journey, Formats formats) {
        if (!journey.isObject()) {
            return;
        }
        var departure = OffsetDateTime.parse(journey.path("departure").asText());
        var arrival = OffsetDateTime.parse(journey.path("arrival").asText());
        add(
                days,
                departure.toLocalDate(),
                "%s leaves %s at %s"
                        .formatted(
                                escape(journey.path("flights").asText(), 60),
                                escape(journey.path("from").asText(), 60),
                                formats.clock(departure)));
        add(
                days,
                arrival.toLocalDate(),
                "arrive in %s at %s".formatted(escape(journey.path("to").asText(), 60), formats.clock(arrival)));
    }

    private static void add(Map<LocalDate, String> days, LocalDate day, String entry) {
        days.merge(day, entry, (before, next) -> before + "; " + next);
    }

    private static JsonNode artifact(Map<LocalDate, String> days) {
        var artifact = Json.object();
        var list = artifact.putArray("days");
        days.forEach(
                (day, entry) -> list.addObject().put("date", day.toString()).put("entry", entry));
        return artifact;
    }

    private static String text(Map<LocalDate, String> days, Function<LocalDate, String> name) {
        var text = new StringBuilder("**Day by day**, with the first flight and the first hotel\n");
        days.forEach((day, entry) -> text.append("\n- %s: %s".formatted(name.apply(day), entry)));
        return text.toString();
    }
}
