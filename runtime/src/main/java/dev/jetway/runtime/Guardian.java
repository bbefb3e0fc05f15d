package dev.jetway.runtime;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityContext;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.persistence.Persistence;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import akka.stream.Materializer;
import com.typesafe.config.Config;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.Placement;
import dev.jetway.mcp.McpBridge;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.runtime.commitment.Authority;
import dev.jetway.runtime.commitment.CommitmentEntity;
import dev.jetway.runtime.commitment.CommitmentSettings;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.ConversationSettings;
import dev.jetway.runtime.conversation.Journals;
import dev.jetway.runtime.coordination.CoordinationDesk;
import dev.jetway.runtime.coordination.ModelsAtWork;
import dev.jetway.runtime.coordination.Staff;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import dev.jetway.runtime.gateway.copilotkit.RunDoors;
import dev.jetway.runtime.gateway.http.GatewayInfo;
import dev.jetway.runtime.gateway.http.GatewayRoutes;
import dev.jetway.runtime.gateway.http.MemoryRoutes;
import dev.jetway.runtime.gateway.sse.RunStreams;
import dev.jetway.runtime.gateway.sse.StreamSettings;
import dev.jetway.runtime.model.registry.ModelRegistry;
import dev.jetway.runtime.operations.DeskRoutes;
import dev.jetway.runtime.operations.NodeMetrics;
import dev.jetway.runtime.operations.Operations;
import dev.jetway.runtime.operations.Regions;
import dev.jetway.runtime.operations.desk.DeskDoor;
import dev.jetway.runtime.operations.page.StaffPages;
import dev.jetway.runtime.operations.view.OperatorView;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.PlacementCheck;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.ReplicationWatch;
import dev.jetway.runtime.region.Revival;
import dev.jetway.runtime.region.ShardedConfirmations;
import dev.jetway.runtime.region.follow.FollowingJournal;
import dev.jetway.runtime.region.link.LinkSettings;
import dev.jetway.runtime.region.link.RegionLink;
import dev.jetway.runtime.region.primary.Primary;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Puts a node together. Read it from top to bottom to know what a node consists of. */
final class Guardian {

    private static final Duration UNBIND = Duration.ofSeconds(2);
    private static final Duration STAFF = Duration.ofSeconds(60);
    private static final Duration COUNT = Duration.ofSeconds(5);

    /** What a node that serves has to say for itself. */
    record Serving(String pageUrl) {}

    sealed interface Signal {}

    /** What of a node serves somebody. */
    private record Parts(
            GatewayRoutes gateway,
            RunDoors doors,
            Operations operations,
            Route people,
            Supplier<CompletionStage<Optional<ServerBinding>>> link,
            Supplier<CompletionStage<Done>> placements,
            Supplier<CompletionStage<Integer>> liveConversations,
            ModelsAtWork models) {

        /** Operators first: what they can't reach should serve nobody else. Then the other regions. */
        CompletionStage<ServerBinding> bind() {
            var linked = link.get(); // on the actor's thread
            return placements
                    .get()
                    .thenCompose(checked -> operations.bind())
                    .thenCompose(bound -> linked)
                    .thenCompose(
                            bound -> gateway.bindBeside(Directives.concat(operations.probes(), doors.route(), people)));
        }
    }

    private record Staffed(Staff staff, Throwable error) implements Signal {}

    private record Member(SelfUp up) implements Signal {}

    private record Bound(ServerBinding binding, Throwable error) implements Signal {}

    private Guardian() {}

    static Behavior<Signal> create(
            NodeSettings settings,
            Supplier<Config> written,
            CompletableFuture<Staff> staff,
            CompletionStage<ModelRegistry> models,
            CompletableFuture<Serving> serving) {
        return Behaviors.setup(context -> orTold(serving, () -> {
            var bridge = begun(context, settings, models);
            context.pipeToSelf(staff.orTimeout(STAFF.toSeconds(), TimeUnit.SECONDS), Staffed::new);
            return Behaviors.receive(Signal.class)
                    .onMessage(
                            Staffed.class,
                            staffed -> orTold(
                                    serving, () -> onStaffed(context, settings, written, bridge, staffed, serving)))
                    .build();
        }));
    }

    /** What goes on by itself comes first: the journal, and with it the session to Cassandra, and the tool servers. */
    private static McpBridge begun(
            ActorContext<Signal> context, NodeSettings settings, CompletionStage<ModelRegistry> models) {
        var system = context.getSystem();
        Persistence.get(system);
        var bridge = McpBridgeSettings.from(settings.config());
        return NodeModels.writer(settings, models)
                .map(writer -> McpBridge.start(system, bridge, writer))
                .orElseGet(() -> McpBridge.start(system, bridge));
    }

    private static Behavior<Signal> onStaffed(
            ActorContext<Signal> context,
            NodeSettings settings,
            Supplier<Config> written,
            McpBridge bridge,
            Staffed staffed,
            CompletableFuture<Serving> serving) {
        if (staffed.error() != null) {
            var wrapped = staffed.error() instanceof CompletionException
                    && staffed.error().getCause() != null;
            return neverServes(serving, wrapped ? staffed.error().getCause() : staffed.error());
        }
        var node = assemble(context, settings, written, bridge, staffed.staff());
        var adapter = context.messageAdapter(SelfUp.class, Member::new);
        Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(adapter, SelfUp.class));
        return Behaviors.receive(Signal.class)
                .onMessage(Member.class, member -> {
                    context.pipeToSelf(node.bind(), Bound::new);
                    return Behaviors.same();
                })
                .onMessage(Bound.class, bound -> onBound(context, node, bound, serving))
                .build();
    }

    private static Behavior<Signal> onBound(
            ActorContext<Signal> context, Parts node, Bound bound, CompletableFuture<Serving> serving) {
        if (bound.error() != null) {
            return neverServes(serving, bound.error());
        }
        bound.binding().addToCoordinatedShutdown(UNBIND, context.getSystem());
        var address = bound.binding().localAddress();
        var page = "http://%s:%d/".formatted(address.getHostString(), address.getPort());
        context.getLog().info("Serving on {}", page);
        serving.complete(new Serving(page));
        node.operations().measure(context, node.liveConversations(), node.models()::status, node.models()::kept);
        return Behaviors.same();
    }

    private static Behavior<Signal> orTold(CompletableFuture<Serving> serving, Supplier<Behavior<Signal>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return neverServes(serving, e);
        }
    }

    /** Tells why, and leaves it to the node to end in order what has begun; a guardian that stops cuts it off. */
    private static Behavior<Signal> neverServes(CompletableFuture<Serving> serving, Throwable reason) {
        serving.completeExceptionally(reason);
        return Behaviors.ignore();
    }

    private static Parts assemble(
            ActorContext<Signal> context,
            NodeSettings settings,
            Supplier<Config> written,
            McpBridge bridge,
            Staff staff) {
        var system = context.getSystem();
        var config = settings.config();
        var clock = Clock.systemUTC();

        var link = link(context, settings);
        var regions = link.<Regions>map(LinkedRegions::new).orElse(() -> "{\"others\":{}}");
        var operations = new Operations(
                system, config, bridge, regions, new ToolServersReload(system, settings, written, bridge));
        var metrics = operations.metrics();
        var desk = CoordinationDesk.start(context, config, settings.node(), staff, bridge, metrics, link, clock);
        shard(context, settings, desk, link.map(RegionLink::authority).orElse(Authority.ALONE), metrics, clock);
        operations.answer(new DeskRoutes(desk.cases()).route());

        var sharding = ClusterSharding.get(system);
        Conversations conversations = (id, command) ->
                ConversationEntity.find(sharding, id.entityId()).tell(command);
        var acknowledgements = link.<Acknowledgements>map(it -> it::missing).orElse(Acknowledgements.ALONE);
        var routes = new GatewayRoutes(
                system,
                GatewaySettings.from(config),
                conversations,
                () -> info(desk, bridge),
                metrics,
                new Affinity(
                        settings.node().region(),
                        settings.places(),
                        new Placements(settings.node().placements())),
                acknowledgements);
        var doors = new RunDoors(
                routes.signIn(),
                new RunStreams(
                        system,
                        GatewaySettings.from(config),
                        StreamSettings.from(config),
                        conversations,
                        metrics,
                        acknowledgements),
                Materializer.matFromSystem(system),
                Version.number());
        atShutdown(context, CoordinatedShutdown.PhaseBeforeServiceUnbind(), "fail-readiness", () -> {
            operations.drain();
            return CompletableFuture.completedStage(Done.getInstance());
        });
        atShutdown(context, CoordinatedShutdown.PhaseServiceRequestsDone(), "drain", routes::drain);
        atShutdown(context, CoordinatedShutdown.PhaseServiceRequestsDone(), "drain-streams", doors::drain);
        atShutdown(
                context,
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "close-bridge",
                () -> bridge.close().thenApply(closed -> Done.getInstance()));
        return new Parts(
                routes,
                doors,
                operations,
                Directives.concat(
                        new StaffPages().route(),
                        new MemoryRoutes(routes.signIn(), desk.memories()).route(),
                        desk(context, settings, routes, conversations, desk, clock),
                        OperatorView.start(
                                        system,
                                        settings.node(),
                                        new OperatorView.Self(
                                                Version.number(),
                                                operations::lacking,
                                                operations::openConnections,
                                                desk.turns(),
                                                bridge::catalog),
                                        regions::report,
                                        routes.signIn(),
                                        clock)
                                .route()),
                () -> open(context, settings, link, desk),
                () -> PlacementCheck.of(system, settings.node()),
                () -> liveConversations(system, settings.node()),
                staff.models());
    }

    private static Route desk(
            ActorContext<?> context,
            NodeSettings settings,
            GatewayRoutes gateway,
            Conversations conversations,
            CoordinationDesk desk,
            Clock clock) {
        var node = settings.node();
        var placements = new Placements(node.placements());
        return new DeskDoor(
                        context.getSystem(),
                        gateway.signIn(),
                        GatewaySettings.from(settings.config()),
                        ConversationSettings.from(settings.config().getConfig("jetway.conversation")),
                        conversations,
                        id -> placements.mayBeIn(node.region(), id),
                        desk.cases(),
                        desk.cases(),
                        clock)
                .route();
    }

    private static Optional<RegionLink> link(ActorContext<?> context, NodeSettings settings) {
        var node = settings.node();
        var regions = new TreeSet<>(node.regions().keySet());
        if (regions.size() < 2) {
            return Optional.empty();
        }
        var link = LinkSettings.from(settings.config().getConfig("jetway"), node.region(), regions);
        var calls = CommitmentSettings.from(settings.config().getConfig("jetway.commitment"));
        var primary = Primary.of(context.getSystem(), link.own(), link.primary(), calls.callTimeout());
        return Optional.of(new RegionLink(context.getSystem(), link, primary, new Placements(node.placements())));
    }

    private static CompletionStage<Optional<ServerBinding>> open(
            ActorContext<?> context, NodeSettings settings, Optional<RegionLink> link, CoordinationDesk desk) {
        if (link.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        var confirmations = new ShardedConfirmations(
                context.getSystem(), settings.config().getDuration("jetway.region-link.confirm-within"));
        return link.get()
                .open(context, desk.commitments(), confirmations, desk.regionLost())
                .thenApply(binding -> {
                    binding.addToCoordinatedShutdown(UNBIND, context.getSystem());
                    return Optional.of(binding);
                });
    }

    private static void shard(
            ActorContext<?> context,
            NodeSettings settings,
            CoordinationDesk desk,
            Authority primary,
            NodeMetrics metrics,
            Clock clock) {
        var node = settings.node();
        Optional<ActorRef<ReplicationWatch.Command>> watch = node.regions().size() > 1
                ? Optional.of(context.spawn(ReplicationWatch.create(), "replication-watch"))
                : Optional.empty();
        shard(
                context,
                settings,
                Placement.EVERYWHERE,
                new Journals("", FollowingJournal.plugins(node.queryPlugins(), node.region())),
                watch,
                desk,
                primary,
                metrics,
                clock);
        for (var placement : node.ownPlacements()) {
            var journals = new Journals(
                    node.journalPlugin(placement),
                    FollowingJournal.plugins(node.queryPlugins(placement), node.region()));
            shard(context, settings, placement.name(), journals, watch, desk, Authority.ALONE, metrics, clock);
        }
    }

    private static void shard(
            ActorContext<?> context,
            NodeSettings settings,
            String placement,
            Journals journals,
            Optional<ActorRef<ReplicationWatch.Command>> watch,
            CoordinationDesk desk,
            Authority authority,
            NodeMetrics metrics,
            Clock clock) {
        var sharding = ClusterSharding.get(context.getSystem());
        var jetway = settings.config().getConfig("jetway");
        var region = new ReplicaId(settings.node().region());

        var conversations = ConversationSettings.from(jetway.getConfig("conversation"));
        sharding.init(Entity.of(
                ConversationEntity.typeKey(placement),
                entity -> watched(
                        watch,
                        entity,
                        sharding,
                        ConversationEntity.create(
                                new ReplicationId(ConversationEntity.TYPE_KEY.name(), entity.getEntityId(), region),
                                journals,
                                conversations,
                                desk.coordination(),
                                new AgUiProjection(ConversationId.fromEntityId(entity.getEntityId())
                                        .thread()),
                                clock))));

        var commitments = CommitmentSettings.from(jetway.getConfig("commitment"));
        sharding.init(Entity.of(
                CommitmentEntity.typeKey(placement),
                entity -> CommitmentEntity.create(
                        entity.getEntityId(),
                        journals.own(),
                        commitments,
                        desk.commitTools(),
                        authority,
                        metrics::commitmentEnded,
                        desk.cases(),
                        clock)));
    }

    /** Reloading goes through the shard, which keeps what arrives meanwhile; the wake-up goes on with a turn under way. */
    private static Behavior<ConversationEntity.Command> watched(
            Optional<ActorRef<ReplicationWatch.Command>> watch,
            EntityContext<ConversationEntity.Command> entity,
            ClusterSharding sharding,
            Behavior<ConversationEntity.Command> conversation) {
        Runnable wake =
                () -> ConversationEntity.find(sharding, entity.getEntityId()).tell(ConversationEntity.Wake.INSTANCE);
        var revived = Behaviors.intercept(() -> new Revival<>(wake), conversation);
        if (watch.isEmpty()) {
            return revived;
        }
        return Behaviors.setup(context -> {
            var self = context.getSelf();
            watch.get().tell(new ReplicationWatch.Loaded(self, () -> {
                entity.getShard().tell(new ClusterSharding.Passivate<>(self));
                wake.run();
            }));
            return revived;
        });
    }

    private static CompletionStage<Integer> liveConversations(ActorSystem<?> system, NodeConfig node) {
        var live = liveConversations(system, Placement.EVERYWHERE);
        for (var placement : node.ownPlacements()) {
            live = live.thenCombine(liveConversations(system, placement.name()), Integer::sum);
        }
        return live;
    }

    private static CompletionStage<Integer> liveConversations(ActorSystem<?> system, String placement) {
        return AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                        ClusterSharding.get(system).shardState(),
                        replyTo -> new GetShardRegionState(ConversationEntity.typeKey(placement), replyTo),
                        COUNT,
                        system.scheduler())
                .thenApply(state -> state.getShards().stream()
                        .mapToInt(shard -> shard.getEntityIds().size())
                        .sum());
    }

    private static GatewayInfo info(CoordinationDesk desk, McpBridge bridge) {
        var tools = bridge.catalog().servers().entrySet().stream()
                .map(server -> new GatewayInfo.ToolServer(
                        server.getKey(), server.getValue().readiness().name().toLowerCase(Locale.ROOT)))
                .toList();
        return new GatewayInfo(Version.number(), desk.coordination().planner(), tools);
    }

    private static void atShutdown(
            ActorContext<?> context, String phase, String task, Supplier<CompletionStage<Done>> work) {
        CoordinatedShutdown.get(context.getSystem()).addTask(phase, task, work);
    }
}
