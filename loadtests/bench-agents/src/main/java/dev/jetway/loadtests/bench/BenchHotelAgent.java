package dev.jetway.loadtests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.travel.HotelAgent;
import java.util.concurrent.CompletionStage;

/** Works {@code hotels.search} with the bench's tool server. */
public final class BenchHotelAgent implements AgentBehavior {

    private static final BenchTool TOOL = new BenchTool("search_hotels");
    private static final AgentCard CARD = TOOL.card("bench-hotel-agent", new HotelAgent().card(), "hotels.search");

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return TOOL.call(task, context.tools(), BenchHotelAgent::text);
    }

    private static String text(JsonNode found) {
        var hotel = found.path("options").path(0);
        return "Stay at %s (%s stars) for %s %s a night."
                .formatted(
                        hotel.path("name").asText(),
                        hotel.path("stars").asText(),
                        hotel.path("nightly").asText(),
                        hotel.path("currency").asText());
    }
}
