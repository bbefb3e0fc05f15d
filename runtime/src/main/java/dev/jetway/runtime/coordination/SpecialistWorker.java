package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Risk;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * One agent on one node: takes tasks, works a limited number of them at a time, keeps a limited number
 * waiting, and says at once when it can take no more.
 */
public final class SpecialistWorker extends AbstractBehavior<SpecialistWorker.Command> {

    public sealed interface Command extends JetwaySerializable {}

    public record Work(WorkOrder order, ActorRef<Response> replyTo) implements Command {}

    /** Nobody waits for the tasks of this turn any more. Safe to repeat; reaches this node's worker only. */
    record Withdraw(String conversation, String turn) implements Command {

        private boolean means(Work work) {
            return work.order().turn().equals(turn)
                    && work.order().conversation().equals(conversation);
        }
    }

    private enum LookAround implements Command {
        INSTANCE
    }

    private record Finished(Work work, Report report, Throwable bug) implements Command {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@Type(value = Worked.class, name = "worked"), @Type(value = Busy.class, name = "busy")})
    public sealed interface Response extends JetwaySerializable {}

    public record Worked(Report report) implements Response {}

    /** Nothing was done; another node may have room. */
    public record Busy(String agent) implements Response {}

    public static ServiceKey<Command> serviceKey(String agent) {
        return ServiceKey.create(Command.class, "specialist-" + agent);
    }

    /** @param progress told, on any thread, what is said while a task is worked; must not block */
    static Behavior<Command> create(
            AgentBehavior agent,
            SpecialistSettings settings,
            ToolAccess tools,
            BiConsumer<WorkOrder, String> progress,
            Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.register(serviceKey(agent.card().name()), context.getSelf()));
            timers.startTimerWithFixedDelay(LookAround.INSTANCE, LOOK_AROUND);
            return new SpecialistWorker(context, agent, settings, tools, progress, clock);
        }));
    }

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

    private final AgentBehavior agent;
    private final SpecialistSettings settings;
    private final ToolAccess tools;
    private final BiConsumer<WorkOrder, String> progress;
    private final Clock clock;
    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private final Map<Work, TaskContext> active = new LinkedHashMap<>();

    private SpecialistWorker(
            ActorContext<Command> context,
            AgentBehavior agent,
            SpecialistSettings settings,
            ToolAccess tools,
            BiConsumer<WorkOrder, String> progress,
            Clock clock) {
        super(context);
        this.agent = agent;
        this.settings = settings;
        this.tools = tools;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Work.class, this::onWork)
                .onMessage(Finished.class, this::onFinished)
                .onMessage(Withdraw.class, this::onWithdraw)
                .onMessage(LookAround.class, this::onLookAround)
                .build();
    }

    private Behavior<Command> onWork(Work work) {
        if (active.size() < settings.maxActive()) {
            start(work);
        } else if (queue.size() < settings.maxQueued()) {
            queue.add(work);
        } else {
            work.replyTo().tell(new Busy(agent.card().name()));
        }
        return this;
    }

    private Behavior<Command> onFinished(Finished finished) {
        if (active.remove(finished.work()) == null) {
            return this; // withdrawn meanwhile
        }
        var task = finished.work().order().task();
        if (finished.bug() != null) {
            getContext()
                    .getLog()
                    .error("Agent {} failed on task {}", agent.card().name(), task.id(), finished.bug());
        }
        finished.work().replyTo().tell(new Worked(finished.report()));
        return next();
    }

    private Behavior<Command> onWithdraw(Withdraw withdraw) {
        queue.removeIf(work -> withdraw.means(work) && answerCanceled(work));
        active.entrySet().removeIf(running -> {
            if (!withdraw.means(running.getKey())) {
                return false;
            }
            running.getValue().cancel();
            return answerCanceled(running.getKey());
        });
        return next();
    }

    private Behavior<Command> onLookAround(LookAround it) {
        active.values().forEach(TaskContext::lookAround);
        return this;
    }

    private static boolean answerCanceled(Work work) {
        work.replyTo().tell(new Worked(failed(work.order(), "It was canceled.")));
        return true;
    }

    private Behavior<Command> next() {
        while (active.size() < settings.maxActive() && !queue.isEmpty()) {
            start(queue.remove());
        }
        return this;
    }

    private void start(Work work) {
        var order = work.order();
        if (order.deadline() <= clock.millis()) {
            work.replyTo().tell(new Worked(failed(order, "This took too long, so I stopped waiting for it.")));
            return;
        }
        var lines = new ProgressLines(clock, line -> progress.accept(order, line));
        var context = new TaskContext(order, agent.card(), tools, clock, lines);
        active.put(work, context);
        getContext().pipeToSelf(handled(order, context), (status, bug) -> {
            context.end();
            return new Finished(
                    work,
                    bug == null
                            ? new Report(order.task().id(), status, context.calls())
                            : failed(order, "Something went wrong on our side."),
                    bug);
        });
    }

    private CompletionStage<TaskStatus> handled(WorkOrder order, TaskContext context) {
        try {
            return agent.handle(TaskResults.toAgentTask(order), context)
                    .thenApply(result -> TaskResults.toStatus(
                            result,
                            order,
                            agent.card(),
                            context.asOf(),
                            context.evidence(),
                            () -> tools.provenanceRefused(Risk.COMMIT)));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    private static Report failed(WorkOrder order, String reason) {
        return new Report(order.task().id(), new TaskStatus.Failed(reason), null);
    }
}
