package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Composer;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.OldAnswers;
import dev.jetway.agents.reply.ReplyValidator;
import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.Turn;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.region.link.Neighbors;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Turns plans into work: puts the planner, the specialists, the commitments and the composer together. */
final class TurnCoordination implements Coordination {

    private static final String WITHHELD =
            "I'm sorry: I could not verify everything I was about to tell you, so I would rather not. Please ask again.";

    private final ActorSystem<?> system;
    private final AgentRegistry registry;
    private final Planner planner;
    private final Specialists specialists;
    private final Composer composer;
    private final TurnLedger ledger;
    private final TurnMetrics metrics;
    private final ApprovedActions approved;
    private final Neighbors neighbors;
    private final ObjLongConsumer<String> news;
    private final BiConsumer<String, Attention> desk;
    private final TurnMemory memory;
    private final Map<String, Skill> skills;

    TurnCoordination(
            ActorSystem<?> system,
            AgentRegistry registry,
            Planner planner,
            Specialists specialists,
            Composer composer,
            TurnLedger ledger,
            TurnMetrics metrics,
            ApprovedActions approved,
            Neighbors neighbors,
            ObjLongConsumer<String> news,
            BiConsumer<String, Attention> desk,
            TurnMemory memory) {
        this.system = system;
        this.registry = registry;
        this.planner = planner;
        this.specialists = specialists;
        this.composer = composer;
        this.ledger = ledger;
        this.metrics = metrics;
        this.approved = approved;
        this.neighbors = neighbors;
        this.news = news;
        this.desk = desk;
        this.memory = memory;
        this.skills = Map.copyOf(registry.skills());
    }

    @Override
    public String planner() {
        return planner.name();
    }

    /** For whoever speaks in the traveler's place: nothing is known of them, and nothing they want remembered. */
    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        return plan(request, Remembered.NOTHING)
                .thenApply(planning -> memory.isPersonal(planning) ? TurnMemory.NOT_YOURS : planning);
    }

    /** What is remembered becomes part of the plan, and is stored with it; what comes too late is left out. */
    @Override
    public CompletionStage<Planning> plan(String conversation, PlanningRequest request) {
        return memory.toPlanWith(conversation).thenCompose(known -> plan(request, known));
    }

    /** A plan is a stranger's input, whoever made it: what could never be worked fails the stage. */
    private CompletionStage<Planning> plan(PlanningRequest request, Remembered known) {
        return planner.plan(new PlanningRequest(
                        request.text(), request.now(), request.traveler(), request.history(), skills, known))
                .thenApply(planning -> planning.fold(
                        tasks -> new Planning.Tasks(
                                TaskGraph.of(tasks.graph().tasks().values(), skills.keySet())
                                        .compensable(skills),
                                tasks.assumptions(),
                                tasks.maker()),
                        answer -> answer));
    }

    @Override
    public boolean changesTheWorld(String skill) {
        return registry.forSkill(skill)
                .filter(agent -> agent.card().risk() == Risk.READ)
                .isEmpty();
    }

    @Override
    public CompletionStage<Report> work(WorkOrder order) {
        return specialists.work(order);
    }

    @Override
    public CompletionStage<Report> commit(WorkOrder order) {
        return approved.carryOut(order);
    }

    /** A reply that says what no tool said is not sent, and none goes without saying what is not current. */
    @Override
    public CompletionStage<Written> compose(Material material, Consumer<String> text) {
        return composer.compose(material, text).thenApply(written -> {
            var reply = OldAnswers.marked(written.text(), material);
            var unsupported = ReplyValidator.unsupported(reply, material);
            if (unsupported.isEmpty()) {
                return new Written(reply, written.use());
            }
            system.log().warn("A reply was withheld: no tool result of its turn has {}", unsupported);
            return new Written(WITHHELD, written.use());
        });
    }

    @Override
    public void opened(String conversation, Turn turn) {
        ledger.opened(conversation, turn.id(), turn.at());
    }

    @Override
    public boolean outOfReach(String region) {
        return neighbors.outOfReach(region);
    }

    /** Sharding lets sleep what gets no message through it. */
    @Override
    public void keepAwake(String conversation) {
        ConversationEntity.find(ClusterSharding.get(system), conversation).tell(ConversationEntity.Wake.INSTANCE);
    }

    @Override
    public void stored(String persistenceId, long sequenceNumber) {
        news.accept(persistenceId, sequenceNumber);
    }

    @Override
    public void followed(String region, long millis) {
        neighbors.followed(region, millis);
    }

    @Override
    public void attention(String conversation, Attention what) {
        desk.accept(conversation, what);
    }

    @Override
    public void yielded(String conversation, String turn) {
        ledger.ended(conversation, turn);
        specialists.withdraw(conversation, turn);
    }

    @Override
    public void ended(String conversation, Turn turn) {
        ledger.ended(conversation, turn.id());
        memory.ended(conversation, turn);
        if (turn.reply().outcome() == Outcome.CANCELED) {
            specialists.withdraw(conversation, turn.id());
        }
        metrics.turnEnded(turn.reply().outcome(), turn.reply().at() - turn.at());
    }
}
