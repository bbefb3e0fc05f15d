package dev.jetway.runtime.coordination;

import dev.jetway.agents.AgentResult;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseDesk;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.CommitmentId;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.region.link.PrimaryAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what a traveler approved to what came of it, in words for them. */
final class ApprovedActions {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovedActions.class);

    /** A primary that was silent for so long when an approval has expired is not waited for any more. */
    private static final Duration LAST_WAIT = Duration.ofMinutes(1);

    /** A list of cases that was silent for so long after an approval has expired is not waited for any more. */
    private static final Duration NOT_NOTED = Duration.ofMinutes(10);

    private static final String LISTED =
            "%s: it was sent, but I could not find out whether it went through (%s). A person at our desk looks into it now, and I will tell you here what they find. Please don't try again before that; the desk knows it as %s";

    private static final String UNLISTED =
            "%s: it was sent, but I could not find out whether it went through (%s). Look at your bookings before you try again; our desk can look it up as %s";

    private static final long TELL_MILLIS = 60_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final AgentRegistry registry;
    private final Commitments commitments;
    private final CaseDesk desk;
    private final BiConsumer<WorkOrder, String> progress;
    private final Clock clock;

    /** Which approvals' travelers were told this minute that the primary is away. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param desk where what the primary region can't be asked about is put before a person
     * @param progress told what an action waits for; must not block
     */
    ApprovedActions(
            AgentRegistry registry,
            Commitments commitments,
            CaseDesk desk,
            BiConsumer<WorkOrder, String> progress,
            Clock clock) {
        this.registry = registry;
        this.commitments = commitments;
        this.desk = desk;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * May be asked as often as one likes.
     *
     * @param order of a task in the state {@code committing}
     * @return fails when the outcome is not known yet: ask again
     */
    CompletionStage<Report> carryOut(WorkOrder order) {
        var committing = (TaskStatus.Committing) order.task().status();
        var action = committing.action();
        return commitments
                .execute(new Approved(
                        commitment(order),
                        action.tool(),
                        action.arguments().toString(),
                        order.traveler(),
                        action.confirmation().validUntil().toEpochMilli(),
                        order.begunAt(),
                        action.confirmation().title()))
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
            return desk.note(abandoned(order, committing, away))
                    .exceptionallyCompose(silent -> clock.instant().isAfter(until.plus(NOT_NOTED))
                            ? CompletableFuture.completedFuture(false)
                            : CompletableFuture.failedFuture(silent))
                    .thenApply(listed ->
                            report(order, committing, new CommitOutcome.Unknown(cause.getMessage(), !listed)));
        }
        var minute = String.valueOf(clock.millis() / TELL_MILLIS);
        if (told.add(commitment(order) + minute)) {
            told.removeIf(earlier -> !earlier.endsWith(minute));
            progress.accept(
                    order,
                    "%s. Your approval stays valid until %s"
                            .formatted(
                                    cause.getMessage(),
                                    TIME.format(until.atZone(order.traveler().zone()))));
        }
        return CompletableFuture.failedFuture(cause);
    }

    /** What the primary was asked, if anything, only the primary knows. */
    private Case abandoned(WorkOrder order, TaskStatus.Committing committing, PrimaryAwayException away) {
        var id = commitment(order);
        var action = committing.action();
        return new Case(
                id,
                Case.Call.of(
                        id,
                        action.tool(),
                        action.confirmation().title(),
                        action.arguments().toString(),
                        order.traveler()),
                new Case.Times(0, 0, clock.millis()),
                0,
                List.of(away.getMessage()),
                away.region(),
                null);
    }

    private Report report(WorkOrder order, TaskStatus.Committing committing, CommitOutcome outcome) {
        var title = committing.action().confirmation().title();
        return outcome.fold(
                done -> concluded(order, committing, new ToolResult.Ok(TaskResults.parse(done.content()))),
                declined -> concluded(order, committing, new ToolResult.ToolError(declined.message())),
                notSent -> failed(order, committing, "%s: nothing was done. %s".formatted(title, notSent.reason())),
                unknown -> failed(
                        order,
                        committing,
                        (unknown.unlisted() ? UNLISTED : LISTED)
                                .formatted(title, unknown.reason(), commitment(order))));
    }

    /** One to a task: when two regions have put it to the traveler, the second approval gets what came of the first. */
    private static String commitment(WorkOrder order) {
        return new CommitmentId(order.conversation(), order.turn(), order.task().id()).toString();
    }

    private Report concluded(WorkOrder order, TaskStatus.Committing committing, ToolResult outcome) {
        var task = TaskResults.toAgentTask(order);
        var agent = registry.forSkill(order.task().skill());
        AgentResult result;
        try {
            result = agent.orElseThrow().concluded(task, committing.action(), outcome);
        } catch (RuntimeException bug) {
            LOG.error("What came of task {} of turn {} can't be told", task.id(), order.turn(), bug);
            result = outcome.fold(
                    ok -> AgentResult.failed("It was done, but nobody here can say more about it."),
                    error -> AgentResult.failed(error.message()),
                    unavailable -> AgentResult.failed(unavailable.reason()));
        }
        return result.fold(
                completed -> Report.outcome(
                        order.task().id(),
                        new TaskStatus.Completed(
                                completed.artifact().toString(), completed.text(), completed.caveats()),
                        committing.approvalId()),
                approval -> failed(order, committing, "One approval can't lead to another."),
                question -> failed(order, committing, question.question()),
                failed -> failed(order, committing, failed.reason()));
    }

    private static Report failed(WorkOrder order, TaskStatus.Committing committing, String reason) {
        return Report.outcome(order.task().id(), new TaskStatus.Failed(reason), committing.approvalId());
    }
}
