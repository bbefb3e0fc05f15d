package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.coordination.SpecialistWorker.Command;
import dev.jetway.runtime.coordination.SpecialistWorker.Response;
import dev.jetway.runtime.coordination.SpecialistWorker.Work;
import dev.jetway.runtime.coordination.SpecialistWorker.Worked;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Finds a worker for a task: one on this node if it has room, else one on another node of the region. */
final class Specialists {

    /** Over the task's own deadline, so that the worker's answer comes first. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private record Desk(ActorRef<Command> here, ActorRef<Colleagues.Message> elsewhere) {}

    private final ActorSystem<?> system;
    private final AgentRegistry registry;
    private final Clock clock;
    private final Map<String, Desk> desks = new TreeMap<>();

    Specialists(
            ActorContext<?> context,
            AgentRegistry registry,
            SpecialistSettings settings,
            ToolAccess tools,
            BiConsumer<WorkOrder, String> progress,
            Clock clock) {
        this.system = context.getSystem();
        this.registry = registry;
        this.clock = clock;
        registry.agents().forEach((name, agent) -> {
            var worker = Behaviors.supervise(SpecialistWorker.create(agent, settings, tools, progress, clock))
                    .onFailure(SupervisorStrategy.restart());
            var here = context.spawn(
                    worker, "specialist-" + name, DispatcherSelector.fromConfig("jetway.specialists.dispatcher"));
            desks.put(name, new Desk(here, context.spawn(Colleagues.create(name, here), "colleagues-" + name)));
        });
    }

    CompletionStage<Report> work(WorkOrder order) {
        var agent = registry.forSkill(order.task().skill()).map(AgentBehavior::card);
        if (agent.isEmpty()) {
            return done(
                    order,
                    "Nobody here offers '%s' any more.".formatted(order.task().skill()));
        }
        var desk = desks.get(agent.get().name());
        return ask(desk.here(), work -> work, order)
                .thenCompose(response -> response instanceof Worked worked
                        ? CompletableFuture.completedFuture(worked.report())
                        : ask(desk.elsewhere(), Colleagues.Ask::new, order)
                                .thenCompose(other -> other instanceof Worked worked
                                        ? CompletableFuture.completedFuture(worked.report())
                                        : done(
                                                order,
                                                "Too much is going on right now; please try again in a minute.")));
    }

    /** Whoever still works a task of this turn on this node stops; elsewhere it runs on to its deadline. */
    void withdraw(String conversation, String turn) {
        var withdraw = new SpecialistWorker.Withdraw(conversation, turn);
        desks.values().forEach(desk -> desk.here().tell(withdraw));
    }

    private <M> CompletionStage<Response> ask(ActorRef<M> worker, Function<Work, M> message, WorkOrder order) {
        long left = Math.max(0, order.deadline() - clock.millis());
        return AskPattern.ask(
                worker,
                (ActorRef<Response> replyTo) -> message.apply(new Work(order, replyTo)),
                Duration.ofMillis(left).plus(GRACE),
                system.scheduler());
    }

    private static CompletionStage<Report> done(WorkOrder order, String reason) {
        return CompletableFuture.completedFuture(new Report(order.task().id(), new TaskStatus.Failed(reason), null));
    }
}
