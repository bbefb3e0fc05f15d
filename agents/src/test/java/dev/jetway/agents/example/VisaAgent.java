package dev.jetway.agents.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says whether a citizen of one country needs a visa for another, from a table of its own. */
public final class VisaAgent implements AgentBehavior {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final AgentCard CARD = new AgentCard(
            "visa-agent",
            "Says whether a visa is needed. Knows a few countries only, and applies for nothing.",
            List.of(new Skill(
                    "visa.rules",
                    "Says whether a citizen of one country needs a visa to visit another.",
                    json("""
                            {"type": "object", "required": ["destination", "citizenship"], "properties": {
                              "destination": {"type": "string", "x-jetway-slot": "place.to.country"},
                              "citizenship": {"type": "string", "x-jetway-slot": "place.from.country"}}}
                            """),
                    List.of("visa", "visas"))),
            Set.of(),
            Risk.READ);

    private final JsonNode rules = json(resource("visa-rules.json"));

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        var from = task.input().path("citizenship").asText();
        var to = task.input().path("destination").asText();
        var rule = rules.path(to).path(from);
        var result = rule.isMissingNode()
                ? AgentResult.failed("I know no visa rule for this journey; please ask the embassy.")
                : AgentResult.completed(rule, "**Visa**: " + rule.path("text").asText());
        return CompletableFuture.completedFuture(result);
    }

    private static String resource(String name) {
        try (var stream = VisaAgent.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
