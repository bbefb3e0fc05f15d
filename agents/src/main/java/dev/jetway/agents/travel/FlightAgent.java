package dev.jetway.agents.travel;

import static dev.jetway.agents.travel.Markdown.escape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Examples;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;

/** Finds flights, and says whether one is on time. Never books anything. */
public final class FlightAgent implements AgentBehavior {

    private static final String SEARCH = "flights.search";
    private static final String STATUS = "flights.status";

    private static final Skill SEARCH_SKILL = new Skill(
                    SEARCH,
                    "Finds flights between two cities on a date, one way or return, cheapest first.",
                    Json.literal("""
                    {"type": "object", "required": ["origin", "destination", "date"], "properties": {
                      "origin": {"type": "string", "description": "IATA code", "x-jetway-slot": "place.from.iata"},
                      "originCity": {"type": "string", "x-jetway-slot": "place.from"},
                      "destination": {"type": "string", "description": "IATA code", "x-jetway-slot": "place.to.iata"},
                      "destinationCity": {"type": "string", "x-jetway-slot": "place.to"},
                      "date": {"type": "string", "format": "date", "x-jetway-slot": "date.start"},
                      "returnDate": {"type": "string", "format": "date", "x-jetway-slot": "date.end"},
                      "adults": {"type": "integer", "minimum": 1, "maximum": 9, "x-jetway-slot": "party.adults"},
                      "children": {"type": "integer", "minimum": 0, "maximum": 8, "x-jetway-slot": "party.children"},
                      "cabin": {"enum": ["economy", "premium", "business", "first"], "x-jetway-slot": "cabin"},
                      "currency": {"type": "string", "x-jetway-slot": "currency"}}}
                    """),
                    List.of(
                            "flight",
                            "flights",
                            "fly",
                            "flying",
                            "plane",
                            "planes",
                            "airfare",
                            "airfares",
                            "air ticket"))
            .askedLike(Examples.beside(FlightAgent.class, "flights.search.txt"));

    private static final Skill STATUS_SKILL = new Skill(
                    STATUS,
                    "Says whether a flight, given by its number, is on time on a day.",
                    Json.literal("""
                    {"type": "object", "required": ["flight", "date"], "properties": {
                      "flight": {"type": "string", "x-jetway-slot": "flight"},
                      "date": {"type": "string", "format": "date", "x-jetway-slot": "date.start"}}}
                    """),
                    List.of("flight status", "on time", "delayed"))
            .askedLike(Examples.beside(FlightAgent.class, "flights.status.txt"));

    private static final AgentCard CARD = new AgentCard(
            "flight-agent",
            "Finds flights between two cities and says whether a flight is on time. Does not hold or book seats.",
            List.of(SEARCH_SKILL, STATUS_SKILL),
            Set.of(SEARCH, STATUS),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return switch (task.skill()) {
            case SEARCH -> search(task.input(), context);
            case STATUS -> status(task.input(), context);
            default -> Outcomes.unknown(task.skill());
        };
    }

    private CompletionStage<AgentResult> search(JsonNode input, AgentContext context) {
        if (Json.text(input, "origin").isEmpty()
                || Json.text(input, "destination").isEmpty()) {
            return Outcomes.ask("From which city to which city do you want to fly?");
        }
        if (Json.text(input, "date").isEmpty()) {
            return Outcomes.ask("On which day do you want to fly?");
        }
        var formats = Formats.of(context.traveler());
        var arguments = Json.pick(
                input, "origin", "destination", "date", "returnDate", "adults", "children", "cabin", "currency");
        return context.tools()
                .call(SEARCH, arguments)
                .thenApply(result -> Outcomes.of(result, found -> offers(input, found, formats)));
    }

    private static AgentResult offers(JsonNode input, JsonNode found, Formats formats) {
        var artifact = Json.pick(found, "origin", "destination", "date", "returnDate", "adults", "children", "cabin");
        artifact.put("kind", "flight");
        var options = artifact.putArray("options");
        var lines = new ArrayList<String>();
        for (var offer : Outcomes.bookable(found.path("offers"))) {
            try {
                var option = option(offer, options.size() + 1);
                lines.add("%d. %s".formatted(option.get("n").asInt(), describe(option, formats)));
                options.add(option);
            } catch (DateTimeParseException unreadable) {
                // An offer without readable times cannot be shown, and what is not shown cannot be booked.
            }
        }
        var title = "**%s**".formatted(heading(input, found, formats));
        int full = found.path("full").asInt();
        if (options.isEmpty()) {
            return new AgentResult.Completed(
                    artifact,
                    title + "\n\nI found no flight with free seats"
                            + (full == 0 ? "" : full == 1 ? " (one is full)" : " (%d are full)".formatted(full))
                            + ". Another day may work.",
                    simulated(found));
        }
        var text = new StringBuilder(title).append("\n\n").append(String.join("\n", lines));
        text.append("\n\nPrices are for all travelers")
                .append(found.hasNonNull("returnDate") ? ", there and back" : "")
                .append("; times are local.");
        if (full > 0) {
            text.append(
                    full == 1 ? " One more flight that day is full." : " %d more that day are full.".formatted(full));
        }
        return new AgentResult.Completed(artifact, text.toString(), simulated(found));
    }

    private static List<String> simulated(JsonNode found) {
        return found.path("simulated").asBoolean() ? List.of(Outcomes.SIMULATED) : List.of();
    }

    private static ObjectNode option(JsonNode offer, int n) {
        var option = Json.object().put("n", n).put("kind", "flight");
        option.setAll(Json.pick(offer, "offerId", "price", "seatsLeft", "refundable", "validUntil"));
        option.set("outbound", journey(offer.path("outbound")));
        if (offer.hasNonNull("inbound")) {
            option.set("inbound", journey(offer.get("inbound")));
        }
        var outbound = option.get("outbound");
        return option.put(
                "title",
                "%s to %s, %s"
                        .formatted(
                                outbound.get("from").asText(),
                                outbound.get("to").asText(),
                                outbound.get("flights").asText()));
    }

    private static ObjectNode journey(JsonNode journey) {
        var legs = journey.path("legs");
        var flights = new StringJoiner(" + ");
        legs.forEach(leg -> flights.add(Markdown.plain(leg.path("flight").asText(), 12)));
        var first = legs.path(0);
        var last = legs.path(Math.max(legs.size() - 1, 0));
        return Json.object()
                .put("from", city(first.path("originCity"), journey.path("origin")))
                .put("to", city(last.path("destinationCity"), journey.path("destination")))
                .put("departure", journey.path("departure").asText())
                .put("arrival", journey.path("arrival").asText())
                .put("durationMinutes", journey.path("durationMinutes").asLong())
                .put("stops", journey.path("stops").asInt())
                .put("via", via(legs))
                .put("carrier", Markdown.plain(first.path("carrier").asText(), 40))
                .put("flights", flights.toString());
    }

    private static String city(JsonNode city, JsonNode code) {
        return Markdown.plain(city.asText(code.asText()), 60);
    }

    private static String via(JsonNode legs) {
        var via = new StringJoiner(", ");
        for (int i = 1; i < legs.size(); i++) {
            via.add(city(legs.get(i).path("originCity"), legs.get(i).path("origin")));
        }
        return via.toString();
    }

    private static String describe(JsonNode option, Formats formats) {
        var line = new StringBuilder("**")
                .append(formats.money(option.path("price")))
                .append("** · ")
                .append(describeJourney(option.get("outbound"), formats));
        if (option.has("inbound")) {
            line.append("  \n   back: ").append(describeJourney(option.get("inbound"), formats));
        }
        int seats = option.path("seatsLeft").asInt(99);
        if (seats <= 4) {
            line.append(seats == 1 ? " · last seat" : " · %d seats left".formatted(seats));
        }
        return line.append(option.path("refundable").asBoolean() ? " · refundable" : "")
                .toString();
    }

    private static String describeJourney(JsonNode journey, Formats formats) {
        var departure = OffsetDateTime.parse(journey.get("departure").asText());
        var arrival = OffsetDateTime.parse(journey.get("arrival").asText());
        boolean sameDay = departure.toLocalDate().equals(arrival.toLocalDate());
        int stops = journey.get("stops").asInt();
        return "%s · %s (%s) → %s (%s) · %s, %s"
                .formatted(
                        escape(journey.get("flights").asText(), 60),
                        formats.moment(departure),
                        escape(journey.get("from").asText(), 60),
                        sameDay ? formats.clock(arrival) : formats.moment(arrival),
                        escape(journey.get("to").asText(), 60),
                        Formats.duration(journey.get("durationMinutes").asLong()),
                        stops == 0
                                ? "direct"
                                : "%d stop%s (%s)"
                                        .formatted(
                                                stops,
                                                stops == 1 ? "" : "s",
                                                escape(journey.get("via").asText(), 80)));
    }

    private static String heading(JsonNode input, JsonNode found, Formats formats) {
        var heading = new StringBuilder("Flights ")
                .append(escape(
                        input.path("originCity").asText(found.path("origin").asText()), 60))
                .append(" → ")
                .append(escape(
                        input.path("destinationCity")
                                .asText(found.path("destination").asText()),
                        60))
                .append(", ")
                .append(day(found, "date", formats));
        if (found.hasNonNull("returnDate")) {
            heading.append(", back ").append(day(found, "returnDate", formats));
        }
        return heading.append(", ")
                .append(people(
                        found.path("adults").asInt(1), found.path("children").asInt()))
                .toString();
    }

    private static String day(JsonNode found, String field, Formats formats) {
        try {
            return formats.longDay(LocalDate.parse(found.path(field).asText()));
        } catch (DateTimeParseException e) {
            return escape(found.path(field).asText(), 20);
        }
    }

    private static String people(int adults, int children) {
        var people = adults == 1 ? "1 adult" : adults + " adults";
        return children == 0 ? people : people + (children == 1 ? ", 1 child" : ", %d children".formatted(children));
    }

    private CompletionStage<AgentResult> status(JsonNode input, AgentContext context) {
        if (Json.text(input, "flight").isEmpty()) {
            return Outcomes.ask("Which flight? Its number looks like JW412.");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(STATUS, Json.pick(input, "flight", "date"))
                .thenApply(result -> Outcomes.of(result, found -> said(found, formats)));
    }

    private static AgentResult said(JsonNode found, Formats formats) {
        var state = found.path("status").asText();
        var text = "**%s** %s → %s is **%s**: leaves %s, arrives %s (local times)."
                .formatted(
                        escape(found.path("flight").asText(), 12),
                        escape(found.path("origin").asText(), 12),
                        escape(found.path("destination").asText(), 12),
                        state.equals("scheduled") ? "on time" : escape(state, 20),
                        formats.anyTime(found.path("estimatedDeparture")
                                .asText(found.path("departure").asText())),
                        formats.anyTime(found.path("arrival").asText()));
        if (state.equals("cancelled")) {
            text = "**%s** on %s is **cancelled**."
                    .formatted(
                            escape(found.path("flight").asText(), 12),
                            formats.anyTime(found.path("date").asText()));
        }
        var artifact = Json.pick(
                found,
                "flight",
                "date",
                "origin",
                "destination",
                "status",
                "departure",
                "arrival",
                "estimatedDeparture");
        return new AgentResult.Completed(artifact, text, simulated(found));
    }
}
