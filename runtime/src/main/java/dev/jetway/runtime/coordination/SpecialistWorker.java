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
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One agent on one node: takes tasks, works a limited number of them at a time, keeps a limited number
 * waiting, and says at once when it can take no more.
 */
public final class SpecialistWorker extends AbstractBehavior<SpecialistWorker.Command> {

    public sealed interface Command extends JetwaySerializable {}

    public record Work(WorkOrder order, ActorRef<Response> replyTo) implements Command {}

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

    static Behavior<Command> create(AgentBehavior agent, SpecialistSettings settings, ToolAccess tools, Clock clock) {
        return Behaviors.setup(context -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.register(serviceKey(agent.card().name()), context.getSelf()));
            return new SpecialistWorker(context, agent, settings, tools, clock);
        });
    }

    private final AgentBehavior agent;
    private final SpecialistSettings settings;
    private final ToolAccess tools;
    private final Clock clock;
    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private int active;

    private SpecialistWorker(
            ActorContext<Command> context,
            AgentBehavior agent,
            SpecialistSettings settings,
            ToolAccess tools,
            Clock clock) {
        super(context);
        this.agent = agent;
        this.settings = settings;
        this.tools = tools;
        this.clock = clock;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Work.class, this::onWork)
                .onMessage(Finished.class, this::onFinished)
                .build();
    }

    private Behavior<Command> onWork(Work work) {
        if (active < settings.maxActive()) {
            start(work);
        } else if (queue.size() < settings.maxQueued()) {
            queue.add(work);
        } else {
            work.replyTo().tell(new Busy(agent.card().name()));
        }
        return this;
    }

    private Behavior<Command> onFinished(Finished finished) {
        active--;
        var task = finished.work().order().task();
        if (finished.bug() != null) {
            getContext()
                    .getLog()
                    .error("Agent {} failed on task {}", agent.card().name(), task.id(), finished.bug());
        }
        finished.work().replyTo().tell(new Worked(finished.report()));
        while (active < settings.maxActive() && !queue.isEmpty()) {
            start(queue.remove());
        }
        return this;
    }

    private void start(Work work) {
        active++;
        var order = work.order();
        if (order.deadline() <= clock.millis()) {
            getContext()
                    .getSelf()
                    .tell(new Finished(work, failed(order, "This took too long, so I stopped waiting for it."), null));
            return;
        }
        var context = new TaskContext(order, agent.card(), tools, clock);
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
                    .thenApply(result ->
                            TaskResults.toStatus(result, order, agent.card(), context.asOf(), context.evidence()));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(bug);
        }
    }

    private static Report failed(WorkOrder order, String reason) {
        return new Report(order.task().id(), new TaskStatus.Failed(reason), null);
    }
}
