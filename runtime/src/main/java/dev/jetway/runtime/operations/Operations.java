package dev.jetway.runtime.operations;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import dev.jetway.mcp.McpBridge;
import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelsStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How a node is watched: its health, its metrics, and the address where both are asked for. */
public final class Operations {

    private static final Duration UNBIND = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final Config config;
    private final McpBridge bridge;
    private final Readiness readiness;
    private final DeferredMetrics metrics = new DeferredMetrics();
    private final OperationsRoutes routes;
    private final List<Route> more = new ArrayList<>();

    /**
     * @param config the whole configuration
     * @param regions what operators see and change of them
     * @param reload takes over what the configuration says of the tool servers by now
     */
    public Operations(
            ActorSystem<?> system,
            Config config,
            McpBridge bridge,
            Regions regions,
            Supplier<CompletionStage<ReloadReport>> reload) {
        this.system = system;
        this.config = config;
        this.bridge = bridge;
        var cassandra = new CassandraWatch(system);
        this.readiness = new Readiness(() -> cluster(Cluster.get(system)), cassandra::trouble);
        var region = new RegionReadiness(
                () -> serving(Cluster.get(system)),
                OperationsSettings.from(config).regionReadyNodes(),
                cassandra::trouble);
        this.routes = new OperationsRoutes(readiness, region, bridge::catalog, metrics::scrape, regions, reload);
    }

    private static Optional<String> cluster(Cluster cluster) {
        var status = cluster.selfMember().status();
        return status.equals(MemberStatus.up())
                ? Optional.empty()
                : Optional.of("This node is %s in its region's cluster, not Up".formatted(status));
    }

    private static int serving(Cluster cluster) {
        var state = cluster.state();
        int serving = 0;
        for (var member : state.getMembers()) {
            if (member.status().equals(MemberStatus.up())
                    && !state.getUnreachable().contains(member)) {
                serving++;
            }
        }
        return serving;
    }

    /** Where everybody counts. */
    public NodeMetrics metrics() {
        return metrics;
    }

    /** What this node is not ready for want of, by part. Never blocks. */
    public Map<String, String> lacking() {
        return readiness.lacking();
    }

    /** How many WebSockets are open at this moment. */
    public int openConnections() {
        return metrics.openConnections();
    }

    /** {@code /ready}, {@code /alive} and {@code /v1/tools}, to be served beside the gateway's own routes. */
    public Route probes() {
        return routes.probes();
    }

    /** What else is answered at the operations address; to be said before {@link #bind}. */
    public void answer(Route route) {
        more.add(route);
    }

    /** From now on {@code /ready} fails. */
    public void drain() {
        readiness.drain();
    }

    /**
     * Serves the operations address until the actor system ends, so that a drain can be watched. The stage
     * fails when the address can't be bound.
     */
    public CompletionStage<ServerBinding> bind() {
        var settings = OperationsSettings.from(config);
        return routes.bind(system, settings, more.toArray(Route[]::new)).thenApply(binding -> {
            CoordinatedShutdown.get(system)
                    .addTask(
                            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                            "close-operations",
                            () -> binding.terminate(UNBIND).thenApply(gone -> Done.getInstance()));
            var address = binding.localAddress();
            system.log().info("Metrics on http://{}:{}/metrics", address.getHostString(), address.getPort());
            settings.addressFile().ifPresent(file -> tell(file, address));
            return binding;
        });
    }

    private void tell(Path file, InetSocketAddress address) {
        try {
            Files.writeString(file, "http://%s:%d\n".formatted(address.getHostString(), address.getPort()));
        } catch (IOException e) {
            system.log().warn("The operations address cannot be written to {}: {}", file, e.toString());
        }
    }

    /**
     * Starts to keep metrics, in the background and some seconds later; to be called when the node serves.
     * What was counted before is not lost.
     *
     * @param conversations how many are live on this node; may fail
     * @param models how they are
     * @param plans how often earlier ones served
     */
    public void measure(
            ActorContext<?> context,
            Supplier<CompletionStage<Integer>> conversations,
            Supplier<ModelsStatus> models,
            Supplier<CachedPlanner.Counts> plans) {
        context.spawn(
                GaugesActor.create(
                        () -> KamonMetrics.start(config),
                        metrics,
                        keeper -> {
                            keeper.toolServers(bridge.catalog());
                            keeper.models(models.get(), plans.get());
                        },
                        conversations,
                        GaugesActor.HEAD_START,
                        GaugesActor.INTERVAL),
                "gauges");
    }
}
