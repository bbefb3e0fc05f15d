package dev.jetway.runtime.conversation;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.InvalidPlanException;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskInput;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.CommitUnsettled;
import dev.jetway.runtime.conversation.ConversationEntity.Composed;
import dev.jetway.runtime.conversation.ConversationEntity.DeadlinePassed;
import dev.jetway.runtime.conversation.ConversationEntity.Planned;
import dev.jetway.runtime.conversation.ConversationEntity.Worked;
import dev.jetway.runtime.conversation.ConversationEntity.Wrote;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What one incarnation of a conversation has others do for its turns. What comes of it arrives at the conversation as a
 * command. Part of its actor: for its thread only.
 */
final class WorkUnderWay {

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String conversation;
    private final String region;
    private final ConversationSettings settings;
    private final Coordination coordination;
    private final Clock clock;

    /** A wake-up must not start their tasks again. */
    private final Set<String> turns = new HashSet<>();

    WorkUnderWay(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String conversation,
            String region,
            ConversationSettings settings,
            Coordination coordination,
            Clock clock) {
        this.context = context;
        this.timers = timers;
        this.conversation = conversation;
        this.region = region;
        this.settings = settings;
        this.coordination = coordination;
        this.clock = clock;
    }

    /** Starts what a step has set free. */
    void start(Conversation state, Step step) {
        step.underWay().forEach(turn -> {
            begin(turn);
            if (turn.plan() == null && turn.owner().epoch() > 0) {
                plan(state, turn);
            }
        });
        step.toWork().forEach(start -> {
            if (!timers.isTimerActive(start.turn().id())) {
                begin(start.turn()); // something to undo, after the turn's time was up
            }
            work(state, start.turn(), start.task());
        });
        step.toCommit().forEach(start -> commit(start.turn(), start.task()));
        step.composing().forEach(it -> awaitReply(it.turn(), it.reply()));
        step.ended().forEach(turn -> {
            timers.cancel(turn.id());
            turns.remove(turn.id());
            coordination.ended(conversation, turn);
        });
    }

    /** Does again what an earlier incarnation had started. */
    void resume(Conversation state) {
        for (var turn : state.openIn(region)) {
            if (turn.waiting() || turns.contains(turn.id())) {
                continue;
            }
            begin(turn);
            if (turn.plan() == null) {
                plan(state, turn);
            } else {
                turn.plan().working().forEach(task -> work(state, turn, task));
                turn.plan().committing().forEach(task -> commit(turn, task));
                if (turn.settled()) {
                    awaitReply(turn, compose(turn));
                }
            }
        }
    }

    /** Lets go of the turns that another region has by now, and says which. */
    List<String> letGo(Conversation state) {
        var yielded = turns.stream()
                .filter(turnId -> state.openIn(region, turnId).isEmpty())
                .toList();
        yielded.forEach(turnId -> {
            timers.cancel(turnId);
            turns.remove(turnId);
            coordination.yielded(conversation, turnId);
        });
        return yielded;
    }

    private void begin(Turn turn) {
        turns.add(turn.id());
        coordination.opened(conversation, turn);
        timers.startSingleTimer(turn.id(), new DeadlinePassed(turn.id()), settings.turnTimeout());
    }

    private void plan(Conversation state, Turn turn) {
        awaitPlan(turn.id(), planning(state, turn.message()));
    }

    /** What is remembered of a traveler is none of the business of whoever speaks in their place. */
    CompletionStage<Planning> planning(Conversation state, Turn.Message message) {
        var request = state.planningRequest(message, clock.instant());
        return message.by() == null ? coordination.plan(conversation, request) : coordination.plan(request);
    }

    void awaitPlan(String turnId, CompletionStage<Planning> planning) {
        context.pipeToSelf(
                planning, (done, error) -> new Planned(turnId, done, error == null ? null : error.toString()));
    }

    private void work(Conversation state, Turn turn, Task task) {
        try {
            var input = TaskInput.resolve(task.input(), turn.plan()).toString();
            var order = order(turn, task, input);
            boolean matters = coordination.changesTheWorld(task.skill());
            report(turn, task, coordination.work(matters ? order.from(InputOrigins.of(state, turn, input)) : order));
        } catch (InvalidPlanException e) {
            context.getSelf().tell(new Worked(turn.id(), Report.of(task.id(), new TaskStatus.Failed(e.getMessage()))));
        }
    }

    private void report(Turn turn, Task task, CompletionStage<Report> working) {
        context.pipeToSelf(working, (report, error) -> {
            if (error != null) {
                context.getLog().error("Task {} of turn {} in {} failed", task.id(), turn.id(), conversation, error);
                return new Worked(turn.id(), Report.of(task.id(), new TaskStatus.Failed(Sentences.INTERNAL)));
            }
            return new Worked(turn.id(), report);
        });
    }

    /** Asks for the outcome of an approved action, which is begun by this when it was not yet. */
    void commit(Turn turn, Task task) {
        context.pipeToSelf(
                coordination.commit(order(turn, task, task.input()).begun(turn.at())),
                (report, error) ->
                        error == null ? new Worked(turn.id(), report) : new CommitUnsettled(turn.id(), task.id()));
    }

    private WorkOrder order(Turn turn, Task task, String input) {
        long deadline = clock.millis() + settings.taskTimeout().toMillis();
        var order = new WorkOrder(
                conversation, turn.id(), task, input, turn.message().traveler(), deadline);
        return turn.because(task).map(order::because).orElse(order);
    }

    CompletionStage<Written> compose(Turn turn) {
        var self = context.getSelf();
        return coordination.compose(
                turn.material(clock.instant()), piece -> self.tell(new Wrote(turn.id(), turn.owner(), piece)));
    }

    private void awaitReply(Turn turn, CompletionStage<Written> composing) {
        context.pipeToSelf(
                composing,
                (written, error) -> new Composed(turn.id(), error == null ? written : Written.of(Sentences.NO_REPLY)));
    }
}
