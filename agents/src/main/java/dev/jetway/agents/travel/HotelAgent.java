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
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Finds a hotel for given nights. Never books anything. */
public final class HotelAgent implements AgentBehavior {

    private static final String SEARCH = "hotels.search";

    private static final AgentCard CARD = new AgentCard(
            "hotel-agent",
            "Finds hotels in a city for given nights, best value first. Does not hold or book rooms.",
            List.of(new Skill(
                            SEARCH,
                            "Finds hotel rooms in a city between two dates, with a limit on the price of a night.",
                            Json.literal("""
                            {"type": "object", "required": ["city", "checkIn", "checkOut"], "properties": {
                              "city": {"type": "string", "x-jetway-slot": "place"},
                              "country": {"type": "string", "x-jetway-slot": "place.country"},
                              "checkIn": {"type": "string", "format": "date", "x-jetway-slot": "date.start"},
                              "checkOut": {"type": "string", "format": "date", "x-jetway-slot": "date.end"},
                              "guests": {"type": "integer", "minimum": 1, "maximum": 8, "x-jetway-slot": "party.guests"},
                              "rooms": {"type": "integer", "minimum": 1, "maximum": 4, "x-jetway-slot": "party.rooms"},
                              "maxPricePerNight": {"type": "number", "x-jetway-slot": "budget.night"},
                              "minStars": {"type": "integer", "minimum": 1, "maximum": 5, "x-jetway-slot": "stars"},
                              "near": {"enum": ["centre"], "x-jetway-slot": "near"},
                              "currency": {"type": "string", "x-jetway-slot": "currency"}}}
                            """),
                            List.of(
                                    "hotel",
                                    "hotels",
                                    "accommodation",
                                    "hostel",
                                    "lodging",
                                    "a room",
                                    "rooms",
                                    "place to stay",
                                    "somewhere to stay",
                                    "where to stay"))
                    .askedLike(Examples.beside(HotelAgent.class, "hotels.search.txt"))),
            Set.of(SEARCH),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        Stay stay;
        try {
            stay = Stay.from(task.input());
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Outcomes.ask("In which city, and for which nights, do you need a hotel?");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(SEARCH, stay.arguments())
                .thenApply(result -> Outcomes.of(result, found -> offers(stay, found, formats)));
    }

    private static AgentResult offers(Stay stay, JsonNode found, Formats formats) {
        var artifact = Json.pick(found, "city", "country", "checkIn", "checkOut", "nights", "guests", "rooms");
        artifact.put("kind", "hotel");
        var options = artifact.putArray("options");
        var lines = new ArrayList<String>();
        for (var offer : Outcomes.bookable(found.path("offers"))) {
            var option = option(offer, options.size() + 1);
            lines.add("%d. %s".formatted(option.get("n").asInt(), describe(option, stay, formats)));
            options.add(option);
        }
        var text = new StringBuilder("**Hotels in %s**, %s → %s, %d night%s"
                .formatted(
                        escape(found.path("city").asText(stay.city()), 60),
                        formats.longDay(stay.checkIn()),
                        formats.longDay(stay.checkOut()),
                        stay.nights(),
                        stay.nights() == 1 ? "" : "s"));
        if (options.isEmpty()) {
            text.append("\n\nI found no free room that fits.").append(others(found));
            text.append(" Other dates or a higher limit may work.");
        } else {
            text.append("\n\n").append(String.join("\n", lines));
            var others = others(found);
            if (!others.isEmpty()) {
                text.append("\n\n").append(others.strip());
            }
        }
        return new AgentResult.Completed(
                artifact,
                text.toString(),
                found.path("simulated").asBoolean() ? List.of(Outcomes.SIMULATED) : List.of());
    }

    private static String others(JsonNode found) {
        int full = found.path("full").asInt();
        int over = found.path("over").asInt();
        return counted(over, " One more is above your limit.", " %d more are above your limit.")
                + counted(full, " One is full.", " %d are full.");
    }

    private static String counted(int count, String one, String many) {
        return count == 0 ? "" : count == 1 ? one : many.formatted(count);
    }

    private static ObjectNode option(JsonNode offer, int n) {
        var option = Json.object().put("n", n).put("kind", "hotel");
        option.put("title", Markdown.plain(offer.path("hotel").asText("Hotel"), 80));
        option.setAll(Json.pick(
                offer,
                "offerId",
                "stars",
                "distanceToCentreKm",
                "rating",
                "pricePerNight",
                "price",
                "freeCancellationUntil",
                "breakfast",
                "roomsLeft",
                "validUntil"));
        return option.put("district", Markdown.plain(offer.path("district").asText(), 60));
    }

    private static String describe(JsonNode option, Stay stay, Formats formats) {
        var line = new StringBuilder("**")
                .append(escape(option.get("title").asText(), 80))
                .append("** ")
                .append("★".repeat(Math.max(0, Math.min(5, option.path("stars").asInt()))));
        line.append(" · ").append(formats.money(option.path("pricePerNight"))).append(" a night");
        if (stay.nights() > 1) {
            line.append(" (").append(formats.money(option.path("price"))).append(" in all)");
        }
        if (option.hasNonNull("rating")) {
            line.append(" · rated ").append(option.get("rating").asText());
        }
        if (option.hasNonNull("distanceToCentreKm")) {
            line.append(" · ").append(option.get("distanceToCentreKm").asText()).append(" km from the centre");
        }
        if (option.path("breakfast").asBoolean()) {
            line.append(" · breakfast included");
        }
        Json.text(option, "freeCancellationUntil")
                .ifPresent(until -> line.append(" · free cancellation until ").append(formats.anyTime(until)));
        return line.toString();
    }

    /** The question put to the tool; building one validates it. */
    record Stay(String city, LocalDate checkIn, LocalDate checkOut, JsonNode input) {

        Stay {
            if (city.isBlank() || !checkOut.isAfter(checkIn)) {
                throw new IllegalArgumentException("A stay needs a city and at least one night");
            }
        }

        static Stay from(JsonNode input) {
            return new Stay(
                    input.path("city").asText(),
                    LocalDate.parse(input.path("checkIn").asText()),
                    LocalDate.parse(input.path("checkOut").asText()),
                    input);
        }

        long nights() {
            return checkOut.toEpochDay() - checkIn.toEpochDay();
        }

        ObjectNode arguments() {
            return Json.pick(
                    input,
                    "city",
                    "country",
                    "checkIn",
                    "checkOut",
                    "guests",
                    "rooms",
                    "maxPricePerNight",
                    "minStars",
                    "near",
                    "currency");
        }
    }
}
