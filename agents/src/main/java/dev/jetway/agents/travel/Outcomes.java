package dev.jetway.agents.travel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.ToolResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What the travel agents make of a tool's answer that is no answer. */
final class Outcomes {

    static final String SIMULATED = "Schedules, prices and availability are simulated.";

    /** Why exactly is for operators, who find it with the tool call. */
    static final String OUT_OF_ORDER =
            "I could not check this just now: the service behind it does not answer as it should. Please try again in a few minutes.";

    private static final int SENTENCE = 300;
    private static final int MOST_OFFERS = 10;
    private static final int LONGEST_ID = 200;

    private Outcomes() {}

    /** Goes on with an answer; a refusal fails the task with the tool's sentence, an outage with ours. */
    static AgentResult of(ToolResult result, Function<JsonNode, AgentResult> onAnswer) {
        return result.fold(
                ok -> onAnswer.apply(ok.content()),
                error -> AgentResult.failed(sentence(error.message())),
                unavailable -> AgentResult.failed(OUT_OF_ORDER));
    }

    /** The offers worth showing: those with an id to book by and a price; never more than a page of them. */
    static List<JsonNode> bookable(JsonNode offers) {
        return StreamSupport.stream(offers.spliterator(), false)
                .filter(offer -> Json.text(offer, "offerId")
                        .filter(id -> id.length() <= LONGEST_ID)
                        .isPresent())
                .filter(offer -> offer.path("price").path("amount").isNumber())
                .limit(MOST_OFFERS)
                .toList();
    }

    static CompletionStage<AgentResult> now(AgentResult result) {
        return CompletableFuture.completedFuture(result);
    }

    static CompletionStage<AgentResult> ask(String question) {
        return now(new AgentResult.InputRequired(question));
    }

    static CompletionStage<AgentResult> unknown(String skill) {
        return now(AgentResult.failed("I do not know how to do '%s'.".formatted(Markdown.escape(skill, 64))));
    }

    /** A tool's own words as one harmless sentence. */
    static String sentence(String words) {
        var text = Markdown.escape(words, SENTENCE);
        return text.isEmpty() ? "The service gave no reason." : text.matches(".*[.!?…]") ? text : text + ".";
    }
}
