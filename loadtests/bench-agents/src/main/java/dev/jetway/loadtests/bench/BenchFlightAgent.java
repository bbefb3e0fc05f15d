package dev.jetway.loadtests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.travel.FlightAgent;
import java.util.concurrent.CompletionStage;

/** Works {@code flights.search} with the bench's tool server. */
public final class BenchFlightAgent implements AgentBehavior {

    private static final BenchTool TOOL = new BenchTool("search_flights");
    private static final AgentCard CARD = TOOL.card("bench-flight-agent", new FlightAgent().card(), "flights.search");

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return TOOL.call(task, context.tools(), BenchFlightAgent::text);
    }

    private static String text(JsonNode found) {
        var flight = found.path("options").path(0);
        return "Fly %s %s-%s at %s for %s %s."
                .formatted(
                        flight.path("carrier").asText(),
                        flight.path("from").asText(),
                        flight.path("to").asText(),
                        flight.path("depart").asText(),
                        flight.path("price").asText(),
                        flight.path("currency").asText());
    }
}
