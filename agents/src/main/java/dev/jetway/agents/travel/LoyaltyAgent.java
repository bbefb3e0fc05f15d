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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Says how many points the traveler has. Never spends them. */
public final class LoyaltyAgent implements AgentBehavior {

    private static final String ACCOUNT = "loyalty.account";

    private static final AgentCard CARD = new AgentCard(
            "loyalty-agent",
            "Shows the traveler's own loyalty account. Never spends points.",
            List.of(new Skill(
                            ACCOUNT,
                            "Shows the traveler's loyalty tier and points.",
                            Json.literal("{\"type\": \"object\", \"properties\": {}}"),
                            List.of("points", "miles", "loyalty", "tier", "frequent flyer"))
                    .askedLike(Examples.beside(LoyaltyAgent.class, "loyalty.account.txt"))),
            Set.of(ACCOUNT),
            Risk.READ);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(ACCOUNT, Json.object())
                .thenApply(result -> Outcomes.of(result, account -> shown(account, formats)));
    }

    private static AgentResult shown(JsonNode account, Formats formats) {
        var text = "You have **%s points**, tier %s."
                .formatted(
                        formats.count(account.path("points").asLong()),
                        escape(account.path("tier").asText("unknown"), 20));
        var expiring = account.path("expiring");
        if (expiring.isObject()) {
            text += " %s of them expire on %s."
                    .formatted(
                            formats.count(expiring.path("points").asLong()),
                            formats.anyTime(expiring.path("on").asText()));
        }
        return new AgentResult.Completed(
                Json.pick(account, "tier", "points", "expiring"),
                text,
                account.path("simulated").asBoolean() ? List.of("The loyalty account is simulated.") : List.of());
    }
}
