package dev.jetway.loadtests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.travel.WeatherAgent;
import java.util.concurrent.CompletionStage;

/** Works {@code weather.climate} with the bench's tool server. */
public final class BenchWeatherAgent implements AgentBehavior {

    private static final BenchTool TOOL = new BenchTool("get_weather");
    private static final AgentCard CARD =
            TOOL.card("bench-weather-agent", new WeatherAgent().card(), "weather.climate");

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return TOOL.call(task, context.tools(), BenchWeatherAgent::text);
    }

    private static String text(JsonNode found) {
        var day = found.path("days").path(0);
        return "Weather %s to %s °C."
                .formatted(day.path("low").asText(), day.path("high").asText());
    }
}
