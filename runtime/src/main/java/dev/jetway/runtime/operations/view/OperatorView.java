package dev.jetway.runtime.operations.view;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.typed.Cluster;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.Placement;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.gateway.http.SignIn;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts this node's part of it together: what it says of itself, and where everything is seen. */
public final class OperatorView {

    /**
     * What a node says of itself; none of it may block.
     *
     * @param lacking what it is not ready for want of
     * @param connections WebSockets that are open
     * @param turns that it sees to
     */
    public record Self(
            String version,
            Supplier<Map<String, String>> lacking,
            IntSupplier connections,
            Supplier<CompletionStage<Integer>> turns,
            Supplier<ToolCatalog> catalog) {}

    private OperatorView() {}

    /** @param regions what is known of the other regions, as JSON */
    public static OperatorDoor start(
            ActorSystem<?> system, NodeConfig node, Self self, Supplier<String> regions, SignIn signIn, Clock clock) {
        system.systemActorOf(ReportActor.create(() -> report(system, self)), "node-report", Props.empty());
        var types = Stream.concat(
                        Stream.of(Placement.EVERYWHERE),
                        node.ownPlacements().stream().map(Placement::name))
                .map(ConversationEntity::typeKey)
                .toList();
        var view = new ClusterView(system, node.region(), types, regions, clock);
        return new OperatorDoor(system, signIn, view::now);
    }

    private static CompletionStage<NodeReport> report(ActorSystem<?> system, Self self) {
        return self.turns().get().thenApply(turns -> {
            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            return new NodeReport(
                    Cluster.get(system).selfMember().address().toString(),
                    self.version(),
                    ManagementFactory.getRuntimeMXBean().getStartTime(),
                    self.lacking().get(),
                    self.connections().getAsInt(),
                    turns,
                    heap.getUsed(),
                    heap.getMax(),
                    NodeReport.servers(self.catalog().get()));
        });
    }
}
