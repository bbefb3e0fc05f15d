package dev.jetway.loadtests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Tools;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One tool of the bench's tool server, which counts calls per session, turn and tool.
 *
 * <p>The load client names its threads after its sessions and its runs {@code <session>-<turn>}, so both are
 * read from the task.
 */
record BenchTool(String name) {

    private static final String SERVER = "bench.";

    /** A card that offers one skill of a shipped agent, unchanged, so that the planner plans as it always does. */
    AgentCard card(String agent, AgentCard shipped, String skillId) {
        var skill = shipped.skills().stream()
                .filter(each -> each.id().equals(skillId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The agent '%s' no longer offers '%s'".formatted(shipped.name(), skillId)));
        return new AgentCard(
                agent, "Measures: calls " + SERVER + name, List.of(skill), Set.of(SERVER + name), Risk.READ);
    }

    CompletionStage<AgentResult> call(AgentTask task, Tools tools, Function<JsonNode, String> text) {
        return tools.call(SERVER + name, arguments(task))
                .thenApply(result -> result.fold(
                        ok -> AgentResult.completed(ok.content(), text.apply(ok.content())),
                        error -> AgentResult.failed(error.message()),
                        unavailable -> AgentResult.failed(unavailable.reason())));
    }

    private static ObjectNode arguments(AgentTask task) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("session", session(task.conversation()))
                .put("turn", turn(task.turn()))
                .put("q", task.input().toString())
                .put("delayMs", task.input().path(BenchPlanner.DELAY).asInt());
    }

    // A conversation's id ends in its thread, which has no dot.
    private static String session(String conversation) {
        return conversation.substring(conversation.lastIndexOf('.') + 1);
    }

    private static int turn(String run) {
        try {
            return Integer.parseInt(run.substring(run.lastIndexOf('-') + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The bench names its runs <session>-<turn>, not '%s'".formatted(run), e);
        }
    }
}
