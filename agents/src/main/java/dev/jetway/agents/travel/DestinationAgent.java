package dev.jetway.agents.travel;

import static dev.jetway.agents.travel.Markdown.escape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Examples;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;

/** Knows facts about cities, and how one gets from one to another. */
public final class DestinationAgent implements AgentBehavior {

    private static final String DESCRIBE = "destinations.describe";
    private static final String ROUTE = "destinations.route";

    private static final Skill DESCRIBE_SKILL = new Skill(
                    DESCRIBE,
                    "States facts about a city: country, languages, currency, airports, towns nearby.",
                    Json.literal("""
                    {"type": "object", "required": ["city"], "properties": {
                      "city": {"type": "string", "x-jetway-slot": "place"},
                      "country": {"type": "string", "x-jetway-slot": "place.country"}}}
                    """),
                    List.of(
                            "tell me about",
                            "what do you know about",
                            "information about",
                            "facts about",
                            "nearby towns",
                            "which airport",
                            "what airports"))
            .askedLike(Examples.beside(DestinationAgent.class, "destinations.describe.txt"));

    private static final Skill ROUTE_SKILL = new Skill(
                    ROUTE,
                    "Says how one gets from one city to another by plane, train or car, and how long it takes.",
                    Json.literal("""
                    {"type": "object", "required": ["origin", "destination"], "properties": {
                      "origin": {"type": "string", "x-jetway-slot": "place.from"},
                      "destination": {"type": "string", "x-jetway-slot": "place.to"}}}
                    """),
                    List.of(
                            "how do i get",
                            "how can i get",
                            "how to get",
                            "get there",
                            "how far",
                            "travel time",
                            "way to get",
                            "train",
                            "trains",
                            "drive"))
            .askedLike(Examples.beside(DestinationAgent.class, "destinations.route.txt"));

    private static final AgentCard CARD = new AgentCard(
            "destination-agent",
            "States facts about cities and the ways between them. Does not recommend and does not sell tickets.",
            List.of(DESCRIBE_SKILL, ROUTE_SKILL),
            Set.of(DESCRIBE, ROUTE),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return switch (task.skill()) {
            case DESCRIBE -> describe(task.input(), context);
            case ROUTE -> route(task.input(), context);
            default -> Outcomes.unknown(task.skill());
        };
    }

    private static CompletionStage<AgentResult> describe(JsonNode input, AgentContext context) {
        if (Json.text(input, "city").isEmpty()) {
            return Outcomes.ask("Which city do you want to know about?");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(DESCRIBE, Json.pick(input, "city", "country"))
                .thenApply(result -> Outcomes.of(result, found -> facts(found, formats)));
    }

    private static AgentResult facts(JsonNode found, Formats formats) {
        var sentences = new ArrayList<String>();
        sentences.add("**%s**, %s"
                .formatted(
                        escape(found.path("name").asText(), 60),
                        escape(found.path("countryName").asText(), 60)));
        if (found.path("population").asLong() > 0) {
            sentences.add(formats.count(found.get("population").asLong()) + " people");
        }
        Json.text(found, "timeZone").ifPresent(zone -> sentences.add("time zone " + escape(zone, 40)));
        Json.text(found, "currency").ifPresent(money -> sentences.add("one pays in " + escape(money, 8)));
        list(found.path("languages"), 4).ifPresent(languages -> sentences.add("people speak " + languages));
        list(found.path("airports"), 3).ifPresent(airports -> sentences.add("airports: " + airports));
        list(found.path("nearby"), 4).ifPresent(nearby -> sentences.add("nearby: " + nearby));
        var artifact = Json.pick(
                found,
                "placeId",
                "name",
                "country",
                "countryName",
                "timeZone",
                "population",
                "currency",
                "languages",
                "airports");
        return AgentResult.completed(artifact, String.join("; ", sentences) + ".");
    }

    private static Optional<String> list(JsonNode array, int most) {
        var list = new StringJoiner(", ").setEmptyValue("");
        for (int i = 0; i < Math.min(most, array.size()); i++) {
            var entry = array.get(i);
            if (entry.isTextual()) {
                list.add(escape(entry.asText(), 40));
            } else {
                var code = Json.text(entry, "iata")
                        .map(iata -> escape(iata, 4) + ", ")
                        .orElse("");
                list.add("%s (%s%d km)"
                        .formatted(
                                escape(entry.path("name").asText(), 60),
                                code,
                                Math.round(entry.path("distanceKm").asDouble())));
            }
        }
        return Optional.of(list.toString()).filter(text -> !text.isEmpty());
    }

    private static CompletionStage<AgentResult> route(JsonNode input, AgentContext context) {
        if (Json.text(input, "origin").isEmpty()
                || Json.text(input, "destination").isEmpty()) {
            return Outcomes.ask("From which city to which city?");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(ROUTE, Json.pick(input, "origin", "destination"))
                .thenApply(result -> Outcomes.of(result, found -> ways(input, found, formats)));
    }

    private static AgentResult ways(JsonNode input, JsonNode found, Formats formats) {
        var ways = new ArrayList<String>();
        var flight = found.path("flight");
        if (flight.isObject()) {
            ways.add("- by plane: about %s%s"
                    .formatted(duration(flight), flight.path("direct").asBoolean() ? ", direct" : ", with a change"));
        }
        if (found.path("train").path("plausible").asBoolean(false)) {
            ways.add("- by train: about " + duration(found.get("train")));
        }
        if (found.path("car").isObject()) {
            ways.add("- by car: about " + duration(found.get("car")));
        }
        var text = "**%s → %s**, %s km"
                .formatted(
                        escape(input.get("origin").asText(), 60),
                        escape(input.get("destination").asText(), 60),
                        formats.count(Math.round(found.path("distanceKm").asDouble())));
        text += ways.isEmpty() ? ": I know no way there." : "\n\n" + String.join("\n", ways);
        var artifact = Json.pick(found, "origin", "destination", "distanceKm", "flight", "train", "car");
        return new AgentResult.Completed(
                artifact,
                text,
                found.path("simulated").asBoolean()
                        ? List.of("Travel times are estimates from the distance.")
                        : List.of());
    }

    private static String duration(JsonNode way) {
        return Formats.duration(way.path("typicalMinutes").asLong());
    }
}
