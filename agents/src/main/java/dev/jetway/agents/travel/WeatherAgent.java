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
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Says what the weather is usually like in a month, or will be in the next days. */
public final class WeatherAgent implements AgentBehavior {

    private static final String CLIMATE = "weather.climate";
    private static final String FORECAST = "weather.forecast";
    private static final int DAYS_SHOWN = 7;

    private static final List<String> KEYWORDS = List.of(
            "weather",
            "climate",
            "temperature",
            "temperatures",
            "forecast",
            "rain",
            "rainy",
            "sunny",
            "warm",
            "cold",
            "hot",
            "snow");

    private static final List<String> EXAMPLES = Examples.beside(WeatherAgent.class, "weather.txt");

    private static final Skill CLIMATE_SKILL = new Skill(
                    CLIMATE, "Says what the weather is usually like in a city in a month.", Json.literal("""
                    {"type": "object", "required": ["city", "month"], "properties": {
                      "city": {"type": "string", "x-jetway-slot": "place"},
                      "country": {"type": "string", "x-jetway-slot": "place.country"},
                      "month": {"type": "integer", "minimum": 1, "maximum": 12, "x-jetway-slot": "date.month"}}}
                    """), KEYWORDS)
            .askedLike(EXAMPLES);

    private static final Skill FORECAST_SKILL = new Skill(
                    FORECAST,
                    "Forecasts the weather in a city for days at most two weeks ahead.",
                    Json.literal("""
                    {"type": "object", "required": ["city", "from", "to"], "properties": {
                      "city": {"type": "string", "x-jetway-slot": "place"},
                      "country": {"type": "string", "x-jetway-slot": "place.country"},
                      "from": {"type": "string", "format": "date", "x-jetway-slot": "date.soon.start"},
                      "to": {"type": "string", "format": "date", "x-jetway-slot": "date.soon.end"}}}
                    """),
                    KEYWORDS)
            .askedLike(EXAMPLES);

    private static final AgentCard CARD = new AgentCard(
            "weather-agent",
            "Describes the usual weather of a place in a month, and forecasts the next two weeks.",
            List.of(CLIMATE_SKILL, FORECAST_SKILL),
            Set.of(CLIMATE, FORECAST),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        if (Json.text(task.input(), "city").isEmpty()) {
            return Outcomes.ask("The weather of which city?");
        }
        var formats = Formats.of(context.traveler());
        return switch (task.skill()) {
            case CLIMATE ->
                context.tools()
                        .call(CLIMATE, Json.pick(task.input(), "city", "country", "month"))
                        .thenApply(result -> Outcomes.of(result, WeatherAgent::climate));
            case FORECAST ->
                context.tools()
                        .call(FORECAST, Json.pick(task.input(), "city", "country", "from", "to"))
                        .thenApply(result -> Outcomes.of(result, found -> forecast(found, formats)));
            default -> Outcomes.unknown(task.skill());
        };
    }

    private static AgentResult climate(JsonNode found) {
        int month = found.path("month").asInt();
        var name = month >= 1 && month <= 12
                ? " in " + Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : "";
        var text = "**Weather in %s%s**: %s to %s °C, %s rainy days, %s hours of sun a day. %s"
                .formatted(
                        escape(found.path("city").asText(), 60),
                        name,
                        number(found, "averageLowC"),
                        number(found, "averageHighC"),
                        number(found, "rainyDays"),
                        number(found, "sunshineHoursPerDay"),
                        escape(found.path("summary").asText(), 200));
        var artifact = Json.pick(
                found,
                "city",
                "country",
                "month",
                "averageHighC",
                "averageLowC",
                "rainyDays",
                "rainMm",
                "sunshineHoursPerDay");
        return new AgentResult.Completed(
                artifact,
                text.strip(),
                List.of("The weather is what a simple climate model expects, not a measurement."));
    }

    private static AgentResult forecast(JsonNode found, Formats formats) {
        var artifact = Json.pick(found, "city", "country");
        var days = artifact.putArray("days");
        var text = new StringBuilder(
                "**Weather in %s**\n".formatted(escape(found.path("city").asText(), 60)));
        for (var day : found.path("days")) {
            if (days.size() == DAYS_SHOWN) {
                break;
            }
            days.add(Json.pick(day, "date", "highC", "lowC", "rainProbability"));
            text.append("\n- %s: %s to %s °C, %s"
                    .formatted(
                            formats.anyTime(day.path("date").asText()),
                            number(day, "lowC"),
                            number(day, "highC"),
                            escape(day.path("summary").asText(), 80)));
        }
        if (days.isEmpty()) {
            return AgentResult.failed("I got no forecast for these days.");
        }
        return new AgentResult.Completed(
                artifact,
                text.toString(),
                found.path("simulated").asBoolean() ? List.of("The forecast is simulated.") : List.of());
    }

    private static String number(JsonNode from, String field) {
        return from.path(field).isNumber() ? from.get(field).asText() : "?";
    }
}
