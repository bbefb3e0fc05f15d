package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import akka.stream.Materializer;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.typesafe.config.Config;
import dev.jetway.agents.reply.TemplateComposer;
import dev.jetway.mcp.McpBridge;
import dev.jetway.runtime.commitment.CommitTools;
import dev.jetway.runtime.commitment.CommitmentSettings;
import dev.jetway.runtime.commitment.ShardedCommitments;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Clock;

/**
 * Everything that turns plans into work on one node, put together.
 *
 * @param coordination for the conversations
 * @param commitTools for the commitments
 */
public record CoordinationDesk(Coordination coordination, CommitTools commitTools) {

    private static final String JOURNAL = "akka.persistence.cassandra";

    /**
     * Starts the specialists, the ledger and the recovery of unfinished turns as children of {@code
     * context}.
     *
     * @param config the whole configuration
     */
    public static CoordinationDesk start(
            ActorContext<?> context,
            Config config,
            String region,
            Staff staff,
            McpBridge bridge,
            TurnMetrics metrics,
            Clock clock) {
        var system = context.getSystem();
        var jetway = config.getConfig("jetway");
        var commitments = CommitmentSettings.from(jetway.getConfig("commitment"));
        var tools = new BridgeTools(bridge, commitments.lookups(), metrics);
        var specialists = new Specialists(
                context,
                staff.agents(),
                SpecialistSettings.from(jetway.getConfig("specialists")),
                tools,
                (order, line) -> say(system, order, line),
                clock);
        var session = CassandraSessionRegistry.get(system).sessionFor(JOURNAL);
        var turns = new OpenTurns(session, Materializer.createMaterializer(system), region);
        var ledger = context.spawn(
                LedgerActor.create(turns::write, jetway.getDuration("ledger.interval"), clock), "turn-ledger");
        ClusterSingleton.get(system).init(SingletonActor.of(TurnRecovery.create(turns, clock), "turn-recovery"));
        var coordination = new TurnCoordination(
                system,
                staff.agents(),
                staff.planner(),
                specialists,
                new TemplateComposer(),
                LedgerActor.asLedger(ledger),
                metrics,
                // Asking again is free, waiting for a lost node is not.
                new ShardedCommitments(system, commitments.callTimeout().multipliedBy(2)));
        return new CoordinationDesk(coordination, tools);
    }

    private static void say(ActorSystem<?> system, WorkOrder order, String line) {
        ClusterSharding.get(system)
                .entityRefFor(ConversationEntity.TYPE_KEY, order.conversation())
                .tell(new ConversationEntity.Progressed(
                        order.turn(), order.task().id(), line));
    }
}
