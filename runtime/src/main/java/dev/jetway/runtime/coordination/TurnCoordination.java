package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorSystem;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Composer;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.OldAnswers;
import dev.jetway.agents.reply.ReplyValidator;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.Turn;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.region.link.Neighbors;
import dev.jetway.runtime.region.link.PrimaryAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Turns plans into work: puts the planner, the specialists, the commitments and the composer together. */
final class TurnCoordination implements Coordination {

    /** A primary that was silent for so long when an approval has expired is not waited for any more. */
    private static final Duration LAST_WAIT = Duration.ofMinutes(1);

    private static final long TELL_MILLIS = 60_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final ActorSystem<?> system;
    private final AgentRegistry registry;
    private final Planner planner;
    private final Specialists specialists;
    private final Composer composer;
    private final TurnLedger ledger;
    private final TurnMetrics metrics;
    private final Commitments commitments;
    private final Neighbors neighbors;
    private final BiConsumer<WorkOrder, String> progress;
    private final Clock clock;

    /** Which approvals' travelers were told this minute that the primary is away. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private final Map<String, Skill> skills;

    TurnCoordination(
            ActorSystem<?> system,
            AgentRegistry registry,
            Planner planner,
            Specialists specialists,
            Composer composer,
            TurnLedger ledger,
            TurnMetrics metrics,
            Commitments commitments,
            Neighbors neighbors,
            BiConsumer<WorkOrder, String> progress,
            Clock clock) {
        this.system = system;
        this.registry = registry;
        this.planner = planner;
        this.specialists = specialists;
        this.composer = composer;
        this.ledger = ledger;
        this.metrics = metrics;
        this.commitments = commitments;
        this.neighbors = neighbors;
        this.progress = progress;
        this.clock = clock;
        this.skills = Map.copyOf(registry.skills());
    }

    @Override
    public String planner() {
        return planner.name();
    }

    /** A plan is a stranger's input, whoever made it: what could never be worked fails the stage. */
    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        var known = new PlanningRequest(request.text(), request.now(), request.traveler(), request.history(), skills);
        return planner.plan(known)
                .thenApply(planning -> planning.fold(
                        tasks -> new Planning.Tasks(
                                TaskGraph.of(tasks.graph().tasks().values(), skills.keySet())
                                        .compensable(skills),
                                tasks.assumptions()),
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
        var committing = (TaskStatus.Committing) order.task().status();
        var action = committing.action();
        return commitments
                .execute(new Approved(
                        order.conversation() + "/" + order.turn() + ":"
                                + order.task().id(),
                        action.tool(),
                        action.arguments().toString(),
                        order.traveler(),
                        action.confirmation().validUntil().toEpochMilli()))
                .thenApply(outcome -> report(order, committing, outcome))
                .exceptionallyCompose(error -> unsettled(order, committing, error));
    }

    /**
     * The traveler is told who is waited for. Nothing is begun once their approval has expired, so that waiting ends;
     * what the primary was asked before it went away may have been done all the same.
     */
    private CompletionStage<Report> unsettled(WorkOrder order, TaskStatus.Committing committing, Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (!(cause instanceof PrimaryAwayException away)) {
            return CompletableFuture.failedFuture(cause);
        }
        var until = committing.action().confirmation().validUntil();
        if (clock.instant().isAfter(until) && away.silence().compareTo(LAST_WAIT) > 0) {
            return CompletableFuture.completedFuture(
                    report(order, committing, new CommitOutcome.Unknown(cause.getMessage())));
        }
        progress.accept(
                order,
                "%s. Your approval stays valid until %s"
                        .formatted(
                                cause.getMessage(),
                                TIME.format(until.atZone(order.traveler().zone()))));
        return CompletableFuture.failedFuture(cause);
    }

    private Report report(WorkOrder order, TaskStatus.Committing committing, CommitOutcome outcome) {
        var title = committing.action().confirmation().title();
        return outcome.fold(
                done -> concluded(order, committing, new ToolResult.Ok(TaskResults.parse(done.content()))),
                declined -> concluded(order, committing, new ToolResult.ToolError(declined.message())),
                notSent -> failed(order, "%s: nothing was done. %s".formatted(title, notSent.reason())),
                unknown -> failed(
                        order,
                        "%s: it was sent, but I could not find out whether it went through (%s). Look at your bookings before you try again; our desk can look it up as %s"
                                .formatted(title, unknown.reason(), commitment(order))));
    }

    /** One to a task: when two regions have put it to the traveler, the second approval gets what came of the first. */
    private static String commitment(WorkOrder order) {
        return "%s/%s:%s"
                .formatted(order.conversation(), order.turn(), order.task().id());
    }

    private Report concluded(WorkOrder order, TaskStatus.Committing committing, ToolResult outcome) {
        var task = TaskResults.toAgentTask(order);
        var agent = registry.forSkill(order.task().skill());
        AgentResult result;
        try {
            result = agent.orElseThrow().concluded(task, committing.action(), outcome);
        } catch (RuntimeException bug) {
            system.log().error("What came of task {} of turn {} can't be told", task.id(), order.turn(), bug);
            result = outcome.fold(
                    ok -> AgentResult.failed("It was done, but nobody here can say more about it."),
                    error -> AgentResult.failed(error.message()),
                    unavailable -> AgentResult.failed(unavailable.reason()));
        }
        return result.fold(
                completed -> new Report(
                        order.task().id(),
                        new TaskStatus.Completed(
                                completed.artifact().toString(), completed.text(), completed.caveats()),
                        null),
                approval -> failed(order, "One approval can't lead to another."),
                question -> failed(order, question.question()),
                failed -> failed(order, failed.reason()));
    }

    private static Report failed(WorkOrder order, String reason) {
        return new Report(order.task().id(), new TaskStatus.Failed(reason), null);
    }

    /** A reply that says what no tool said is not sent, and none goes without saying what is not current. */
    @Override
    public CompletionStage<String> compose(Material material) {
        return composer.compose(material).thenApply(written -> {
            var reply = OldAnswers.marked(written, material);
            var unsupported = ReplyValidator.unsupported(reply, material);
            if (unsupported.isEmpty()) {
                return reply;
            }
            system.log().warn("A reply was withheld: no tool result of its turn has {}", unsupported);
            return "I'm sorry: I could not verify everything I was about to tell you, so I would rather not. Please ask again.";
        });
    }

    @Override
    public void opened(String conversation, String turn) {
        ledger.opened(conversation, turn);
    }

    @Override
    public boolean outOfReach(String region) {
        return neighbors.outOfReach(region);
    }

    @Override
    public void followed(String region, long millis) {
        neighbors.followed(region, millis);
    }

    @Override
    public void yielded(String conversation, String turn) {
        ledger.ended(conversation, turn);
        specialists.withdraw(conversation, turn);
    }

    @Override
    public void ended(String conversation, Turn turn) {
        ledger.ended(conversation, turn.id());
        if (turn.reply().outcome() == Outcome.CANCELED) {
            specialists.withdraw(conversation, turn.id());
        }
        metrics.turnEnded(turn.reply().outcome(), turn.reply().at() - turn.at());
    }
}
