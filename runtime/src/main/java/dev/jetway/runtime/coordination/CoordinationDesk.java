package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import akka.stream.Materializer;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.typesafe.config.Config;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.mcp.McpBridge;
import dev.jetway.runtime.commitment.CommitTools;
import dev.jetway.runtime.commitment.CommitmentSettings;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.ShardedCases;
import dev.jetway.runtime.commitment.ShardedCommitments;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.desk.DeskSettings;
import dev.jetway.runtime.desk.HumanDesk;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.MemorySettings;
import dev.jetway.runtime.memory.RegionMemories;
import dev.jetway.runtime.region.Placements;
import dev.jetway.runtime.region.link.Neighbors;
import dev.jetway.runtime.region.link.RegionLink;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Everything that turns plans into work on one node, put together.
 *
 * @param coordination for the conversations
 * @param commitTools for the commitments
 * @param commitments of this region
 * @param cases where a person finds out what nobody else could
 * @param memories of travelers, in this region
 * @param turns how many this node sees to; fails when that is not known in time
 * @param regionLost to be told of another region that is gone for long; never blocks
 */
public record CoordinationDesk(
        Coordination coordination,
        CommitTools commitTools,
        Commitments commitments,
        HumanDesk cases,
        Memories memories,
        Supplier<CompletionStage<Integer>> turns,
        Consumer<String> regionLost) {

    /** Over what the primary takes, so that its answer comes first. */
    private static final Duration LINK = Duration.ofSeconds(5);

    private static final Duration COUNT = Duration.ofMillis(500);
    private static final String JOURNAL = "akka.persistence.cassandra";

    /**
     * Starts the specialists, the ledger and the recovery of unfinished turns as children of {@code
     * context}.
     *
     * @param config the whole configuration
     * @param node which region it is of, and the placements
     * @param others the other regions; empty when this is the only one
     */
    public static CoordinationDesk start(
            ActorContext<?> context,
            Config config,
            NodeConfig node,
            Staff staff,
            McpBridge bridge,
            TurnMetrics metrics,
            Optional<RegionLink> others,
            Clock clock) {
        var system = context.getSystem();
        var jetway = config.getConfig("jetway");
        var settings = CommitmentSettings.from(jetway.getConfig("commitment"));
        var session = CassandraSessionRegistry.get(system).sessionFor(JOURNAL);
        var memorySettings = MemorySettings.from(jetway.getConfig("memory"));
        var memories = RegionMemories.start(context, session, memorySettings, clock);
        var tools = new BridgeTools(bridge, settings.lookups(), metrics, memories);
        var specialists = new Specialists(
                context,
                staff.agents(),
                SpecialistSettings.from(jetway.getConfig("specialists")),
                tools,
                (order, line) -> say(system, order, line),
                clock);
        // Asking again is free, waiting for a lost node is not.
        var commitTimeout = settings.callTimeout().multipliedBy(2);
        var placements = new Placements(node.placements());
        var region = node.region();
        var here = new ShardedCommitments(system, id -> placements.mayBeIn(region, id), commitTimeout);
        var asked = others.map(link -> link.commitments(here, commitTimeout.plus(LINK)))
                .orElse(here);
        var cases = HumanDesk.start(
                system,
                DeskSettings.from(jetway.getConfig("desk")),
                node,
                new ShardedCases(system, commitTimeout),
                () -> others.flatMap(RegionLink::primaryElsewhere),
                asked,
                metrics::openCases,
                commitTimeout.plus(LINK),
                clock);
        var turns = new OpenTurns(session, Materializer.createMaterializer(system), region, node.ownPlacements());
        var ledger = context.spawn(
                LedgerActor.create(turns::write, jetway.getDuration("ledger.interval"), clock), "turn-ledger");
        var recovery = ClusterSingleton.get(system)
                .init(SingletonActor.of(TurnRecovery.create(turns, region, clock), "turn-recovery"));
        var coordination = new TurnCoordination(
                system,
                staff.agents(),
                staff.planner(),
                specialists,
                staff.writer(),
                LedgerActor.asLedger(ledger),
                metrics,
                new ApprovedActions(
                        staff.agents(),
                        new MemoryCommitments(memories, asked),
                        cases,
                        (order, line) -> say(system, order, line),
                        clock),
                others.map(RegionLink::neighbors).orElseGet(Neighbors::none),
                others.<ObjLongConsumer<String>>map(link -> link::stored).orElse((journal, upTo) -> {}),
                cases::attention,
                new TurnMemory(staff.agents(), memories, memorySettings.recallWithin()));
        Supplier<CompletionStage<Integer>> open =
                () -> AskPattern.ask(ledger, LedgerActor.Count::new, COUNT, system.scheduler());
        return new CoordinationDesk(
                coordination,
                tools,
                here,
                cases,
                memories,
                open,
                lost -> recovery.tell(new TurnRecovery.RegionLost(lost)));
    }

    private static void say(ActorSystem<?> system, WorkOrder order, String line) {
        ConversationEntity.find(ClusterSharding.get(system), order.conversation())
                .tell(new ConversationEntity.Progressed(
                        order.turn(), order.task().id(), line));
    }
}
