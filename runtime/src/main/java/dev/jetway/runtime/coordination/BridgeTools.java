package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.mcp.CallScope;
import dev.jetway.mcp.McpBridge;
import dev.jetway.runtime.commitment.CommitTools;
import dev.jetway.runtime.commitment.LookUpResult;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.memory.Memories;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The bridge, as specialists and commitments see it. */
final class BridgeTools implements ToolAccess, CommitTools {

    private final McpBridge bridge;
    private final Map<String, String> lookups;
    private final TurnMetrics metrics;
    private final Memories memories;

    /** @param lookups by commit tool, the read tool that says what came of an idempotency key */
    BridgeTools(McpBridge bridge, Map<String, String> lookups, TurnMetrics metrics, Memories memories) {
        this.bridge = bridge;
        this.lookups = lookups;
        this.metrics = metrics;
        this.memories = memories;
    }

    @Override
    public Tools tools(Traveler traveler, Set<String> allowed, Instant deadline) {
        return tools(traveler, allowed, deadline, line -> {});
    }

    @Override
    public Tools tools(Traveler traveler, Set<String> allowed, Instant deadline, Consumer<String> progress) {
        var granted = bridge.toolsFor(new CallScope(traveler, allowed, deadline).telling(progress));
        return new NotedTools(
                granted,
                (tool, arguments, send) -> measured(tool, send),
                // Each address by itself would be a metric of its own.
                (name, arguments, send) -> measured(name.substring(0, name.indexOf(':')), send));
    }

    @Override
    public Risk risk(String tool) {
        return bridge.risk(tool);
    }

    @Override
    public void provenanceRefused(Risk risk) {
        metrics.provenanceRefused(risk);
    }

    @Override
    public TravelerMemory memory(WorkOrder order, AgentCard card) {
        return new TaskMemory(memories, order, card);
    }

    private CompletionStage<ToolResult> measured(String tool, Supplier<CompletionStage<ToolResult>> call) {
        long start = System.nanoTime();
        return call.get().thenApply(result -> {
            metrics.toolCalled(tool, result, System.nanoTime() - start);
            return result;
        });
    }

    @Override
    public CompletionStage<ToolResult> commit(
            Traveler traveler, String tool, JsonNode arguments, String idempotencyKey, Instant deadline) {
        return measured(tool, () -> bridge.commit(traveler, tool, arguments, idempotencyKey, deadline));
    }

    @Override
    public CompletionStage<LookUpResult> lookUp(
            Traveler traveler, String tool, String idempotencyKey, Instant deadline) {
        var lookup = lookups.get(tool);
        if (lookup == null) {
            // A tool that acts once per key may be asked again; of any other nobody can tell.
            return CompletableFuture.completedFuture(new LookUpResult.Nothing());
        }
        var arguments = JsonNodeFactory.instance.objectNode().put("idempotencyKey", idempotencyKey);
        // What was remembered from before the call says nothing about what came of it.
        var granted = bridge.toolsFor(new CallScope(traveler, Set.of(lookup), deadline).asFresh());
        return measured(lookup, () -> granted.call(lookup, arguments)).thenApply(BridgeTools::found);
    }

    private static LookUpResult found(ToolResult result) {
        return result.fold(
                ok -> ok.content().path("found").asBoolean()
                        ? new LookUpResult.Happened(ok.content().path("booking").toString())
                        : new LookUpResult.Nothing(),
                error -> new LookUpResult.Silent(error.message()),
                unavailable -> new LookUpResult.Silent(unavailable.reason()));
    }

    @Override
    public boolean canLookUp(String tool) {
        return lookups.containsKey(tool);
    }

    @Override
    public boolean idempotent(String tool) {
        return bridge.idempotent(tool);
    }
}
