package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.task.Compensation;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.TurnAdopted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing the traveler said, the plan it led to and the reply. Pure: every rule about what happens
 * next is here and in {@link TaskGraph}.
 *
 * @param id the run id the client chose
 * @param at when the message was received, in milliseconds since 1970
 * @param plan {@code null} until a planner has answered
 * @param reply {@code null} until the turn has ended
 * @param use what models took for the plan; {@code null} when none was asked
 */
public record Turn(
        String id,
        Owner owner,
        long at,
        Message message,
        TaskGraph plan,
        List<String> assumptions,
        Reply reply,
        TokenUse use) {

    /**
     * What was said.
     *
     * @param respond false for a message that only has to be recorded
     * @param person whether a person was asked for
     * @param by who said it in the traveler's place; null when it was the traveler
     */
    public record Message(
            String id,
            String text,
            Traveler traveler,
            boolean respond,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean person,
            @JsonInclude(JsonInclude.Include.NON_NULL) Clerk by) {

        public Message(String id, String text, Traveler traveler, boolean respond) {
            this(id, text, traveler, respond, false, null);
        }

        /** Whether this is, or was put together with others from, what a client sends under this id. */
        boolean says(String messageId, String words) {
            return id.equals(messageId) && (text.equals(words) || text.endsWith("\n" + words));
        }
    }

    /** How the turn ended. {@code text} is empty when nothing was answered. */
    public record Reply(String messageId, String text, Outcome outcome, long at) {}

    public Turn {
        assumptions = assumptions == null ? List.of() : List.copyOf(assumptions);
    }

    /** A message that asks for no answer ends its turn at once. */
    static Turn received(String id, Owner owner, long at, Message message) {
        var noted = message.respond() ? null : new Reply(id, "", Outcome.NOTED, at);
        return new Turn(id, owner, at, message, null, List.of(), noted, null);
    }

    Turn planned(TaskGraph next, List<String> assumed, TokenUse took) {
        return plan != null ? this : new Turn(id, owner, at, message, next, assumed, reply, took);
    }

    Turn progressed(List<Report> reports) {
        if (plan == null) {
            return this;
        }
        var next = plan;
        for (var report : reports) {
            next = next.with(report.taskId(), report.status());
        }
        return new Turn(id, owner, at, message, next, assumptions, reply, use);
    }

    Turn replied(Reply end) {
        return new Turn(id, owner, at, message, plan, assumptions, end, use);
    }

    /** Differs from owner to owner: a front end may have seen the reply of one that was lost. */
    static String replyId(String turnId, Owner owner) {
        return owner.epoch() == 0 ? turnId + "-reply" : turnId + "-reply-" + owner.epoch();
    }

    TurnAdopted adoptedBy(String region, long now) {
        return new TurnAdopted(id, owner.next(region), now, at, message, plan, assumptions, use);
    }

    public boolean ended() {
        return reply != null;
    }

    /** Nothing runs and nothing can start before the traveler has answered. */
    public boolean waiting() {
        return !ended()
                && plan != null
                && !plan.awaitingApproval().isEmpty()
                && plan.open().size() == plan.awaitingApproval().size();
    }

    /** Everything is done but for the reply. */
    boolean settled() {
        return !ended() && plan != null && plan.settled();
    }

    /**
     * What follows at once from how far the tasks are and what the traveler said: what another region has carried out
     * is done, what was canceled or
     * declined is given up, what was approved is carried out, tasks whose dependencies have completed
     * start, and those that can never start are given up. Empty when there is nothing left to do but wait.
     */
    List<Report> next(
            Map<String, Answer> answers, boolean canceled, Function<String, Optional<TaskStatus.Ended>> outcomes) {
        var reports = new ArrayList<Report>();
        if (ended() || plan == null) {
            return reports;
        }
        var current = plan;
        for (Task task : plan.open()) {
            var outcome = outcomes.apply(task.id());
            if (outcome.isPresent()) {
                reports.add(Report.of(task.id(), outcome.get()));
                current = current.with(task.id(), outcome.get());
            }
        }
        if (canceled) {
            reports.addAll(progressed(reports).giveUp(new TaskStatus.Canceled("You canceled this.")));
            return reports;
        }
        for (Task task : current.awaitingApproval()) {
            var asked = (TaskStatus.ApprovalRequired) task.status();
            var answer = answers.get(asked.approvalId());
            if (answer != null) {
                TaskStatus status = answer.approved()
                        ? new TaskStatus.Committing(asked.approvalId(), asked.action())
                        : new TaskStatus.Canceled(
                                Compensation.is(task.id()) ? Sentences.NOT_UNDONE : Sentences.DECLINED);
                reports.add(Report.of(task.id(), status));
                current = current.with(task.id(), status);
            }
        }
        while (!current.unreachable().isEmpty()) {
            for (Task task : current.unreachable()) {
                var status = new TaskStatus.Canceled("I left this out, because what it builds on could not be done.");
                reports.add(Report.of(task.id(), status));
                current = current.with(task.id(), status);
            }
        }
        for (Task task : current.ready()) {
            reports.add(Report.of(task.id(), new TaskStatus.Working()));
        }
        return reports;
    }

    /**
     * Whether these results may wait to be stored: siblings are still being worked, and nothing starts or
     * ends because of them.
     */
    boolean canWaitWith(List<Report> reports) {
        var then = progressed(reports);
        return !ended()
                && plan != null
                && !then.plan().working().isEmpty()
                && then.next(Map.of(), false, task -> Optional.empty()).isEmpty();
    }

    Material material(Instant now) {
        return new Material(message.text(), plan, assumptions, message.traveler(), now);
    }

    /** What a traveler who stops now should know: what they approved and is done. */
    List<String> done() {
        return plan == null
                ? List.of()
                : plan.tasks().values().stream()
                        .map(Task::status)
                        .filter(status -> status instanceof TaskStatus.Completed completed && completed.approved())
                        .map(status -> ((TaskStatus.Completed) status).text())
                        .toList();
    }

    /** Why a task that undoes another does so; empty for any other task. */
    Optional<String> because(Task task) {
        return Compensation.is(task.id())
                ? Optional.of(task.dependsOn().stream()
                        .flatMap(undone -> plan.failedWith(plan.tasks().get(undone)).stream())
                        .map(failed -> "“%s” failed: %s".formatted(failed.title(), reason(failed)))
                        .collect(Collectors.joining(" ")))
                : Optional.empty();
    }

    private static String reason(Task failed) {
        return ((TaskStatus.Failed) failed.status()).reason();
    }

    /** Ends every open task; an action that is being carried out can't be taken back, and stays. */
    List<Report> giveUp(TaskStatus.Ended end) {
        return plan.open().stream()
                .filter(task -> !(task.status() instanceof TaskStatus.Committing))
                .map(task -> Report.of(task.id(), end))
                .toList();
    }

    /** What the traveler was asked for want of an answer, when the turn ended with such a question. */
    Optional<String> askedBack() {
        return ended() && plan != null
                ? plan.tasks().values().stream()
                        .map(Task::status)
                        .filter(TaskStatus.InputRequired.class::isInstance)
                        .map(status -> ((TaskStatus.InputRequired) status).question())
                        .findFirst()
                : Optional.empty();
    }

    /** What the tasks' ends make of the turn: a required task that failed fails it. */
    Outcome outcome(boolean canceled) {
        if (canceled) {
            return Outcome.CANCELED;
        }
        boolean failed = plan.tasks().values().stream()
                .anyMatch(task -> !task.optional() && task.status() instanceof TaskStatus.Failed);
        boolean anything =
                plan.tasks().values().stream().anyMatch(task -> task.status() instanceof TaskStatus.Completed);
        return failed && !anything ? Outcome.FAILED : Outcome.ANSWERED;
    }
}
