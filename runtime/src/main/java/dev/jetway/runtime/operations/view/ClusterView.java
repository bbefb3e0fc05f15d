package dev.jetway.runtime.operations.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.Receptionist.Listing;
import akka.cluster.Member;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.GetClusterShardingStats;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import dev.jetway.runtime.conversation.ConversationEntity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Looks how the nodes of this region are, and what they know of the other regions. Safe for many threads. What does not
 * answer in time is missing from the picture, and the picture says so.
 */
final class ClusterView {

    private static final Duration PATIENCE = Duration.ofMillis(800);

    /** More nodes than this are not asked one by one. */
    private static final int MAX_NODES = 64;

    private final ActorSystem<?> system;
    private final String region;
    private final List<EntityTypeKey<ConversationEntity.Command>> types;
    private final Supplier<String> regions;
    private final Clock clock;

    /**
     * @param types of conversations, those that stay in some regions included
     * @param regions what is known of the others, as JSON
     */
    ClusterView(
            ActorSystem<?> system,
            String region,
            List<EntityTypeKey<ConversationEntity.Command>> types,
            Supplier<String> regions,
            Clock clock) {
        this.system = system;
        this.region = region;
        this.types = List.copyOf(types);
        this.regions = regions;
        this.clock = clock;
    }

    /** As JSON text, after two seconds at most; never fails but for a bug. */
    CompletionStage<String> now() {
        return reports().thenCombine(shards(), (reports, shards) -> {
            var cluster = Cluster.get(system);
            var members = new ArrayList<ViewPage.Node>();
            for (Member member : cluster.state().getMembers()) {
                var address = member.address().toString();
                members.add(new ViewPage.Node(
                        address,
                        member.status().toString().toLowerCase(Locale.ROOT),
                        !cluster.state().getUnreachable().contains(member),
                        Optional.ofNullable(reports.get(address)),
                        Optional.ofNullable(shards.get(address))));
            }
            return ViewPage.of(
                    clock.instant(), region, cluster.selfMember().address().toString(), members, regions.get());
        });
    }

    private CompletionStage<Map<String, NodeReport>> reports() {
        return AskPattern.<Receptionist.Command, Listing>ask(
                        system.receptionist(),
                        replyTo -> Receptionist.find(ReportActor.KEY, replyTo),
                        PATIENCE,
                        system.scheduler())
                .thenCompose(listing -> {
                    CompletionStage<Map<String, NodeReport>> all = CompletableFuture.completedStage(new TreeMap<>());
                    for (var node : listing.getServiceInstances(ReportActor.KEY).stream()
                            .limit(MAX_NODES)
                            .toList()) {
                        all = all.thenCombine(report(node), (known, report) -> {
                            report.ifPresent(it -> known.put(it.address(), it));
                            return known;
                        });
                    }
                    return all;
                })
                .exceptionally(silent -> new TreeMap<>());
    }

    private CompletionStage<Optional<NodeReport>> report(ActorRef<ReportActor.Command> node) {
        return AskPattern.<ReportActor.Command, NodeReport>ask(node, ReportActor.Ask::new, PATIENCE, system.scheduler())
                .thenApply(Optional::of)
                .exceptionally(silent -> Optional.empty());
    }

    private CompletionStage<Map<String, ViewPage.Shards>> shards() {
        CompletionStage<Map<String, ViewPage.Shards>> all = CompletableFuture.completedStage(new TreeMap<>());
        for (var type : types) {
            all = all.thenCombine(shards(type), (known, more) -> {
                more.forEach((node, shards) -> known.merge(node, shards, ViewPage.Shards::and));
                return known;
            });
        }
        return all;
    }

    private CompletionStage<Map<String, ViewPage.Shards>> shards(EntityTypeKey<?> type) {
        return AskPattern.<ClusterShardingQuery, ClusterShardingStats>ask(
                        ClusterSharding.get(system).shardState(),
                        replyTo -> new GetClusterShardingStats(type, PATIENCE, replyTo),
                        PATIENCE.multipliedBy(2),
                        system.scheduler())
                .thenApply(ClusterView::perNode)
                .exceptionally(silent -> Map.of());
    }

    private static Map<String, ViewPage.Shards> perNode(ClusterShardingStats stats) {
        var nodes = new TreeMap<String, ViewPage.Shards>();
        stats.getRegions().forEach((address, region) -> {
            int conversations = region.getStats().values().stream()
                    .mapToInt(count -> ((Number) count).intValue())
                    .sum();
            nodes.put(address.toString(), new ViewPage.Shards(region.getStats().size(), conversations));
        });
        return nodes;
    }
}
