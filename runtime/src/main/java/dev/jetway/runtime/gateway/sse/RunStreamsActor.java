package dev.jetway.runtime.gateway.sse;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Draining;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Parent of all streams of a node: admits them up to a limit, and ends them on drain. */
final class RunStreamsActor extends AbstractBehavior<RunStreamsActor.Command> {

    sealed interface Command {}

    record Admit(RunRequest request, ActorRef<Admission> replyTo) implements Command {}

    /** Idempotent; answered when every stream has ended. */
    record Drain(ActorRef<Done> replyTo) implements Command {}

    /** On its way to a conversation; answered by that. */
    record Forward(ConversationId conversation, ConversationEntity.Command command) implements Command {}

    private record Left(ActorRef<RunStreamActor.Command> stream) implements Command {}

    private record End(ActorRef<RunStreamActor.Command> stream) implements Command {}

    sealed interface Admission {
        <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused);
    }

    record Admitted(ActorRef<RunStreamActor.Command> stream) implements Admission {
        @Override
        public <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused) {
            return onAdmitted.apply(this);
        }
    }

    /** @param theirs it is this traveler who has too many */
    record Refused(boolean theirs, String message) implements Admission {
        @Override
        public <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused) {
            return onRefused.apply(this);
        }
    }

    static Behavior<Command> create(RunStreamActor.Shared shared) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RunStreamsActor(context, timers, shared)));
    }

    private final RunStreamActor.Shared shared;
    private final Draining<Command> draining;
    private final Map<ActorRef<RunStreamActor.Command>, String> subjects = new HashMap<>();
    private final Map<String, Integer> bySubject = new HashMap<>();

    private RunStreamsActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, RunStreamActor.Shared shared) {
        super(context);
        this.shared = shared;
        this.draining = new Draining<>(timers, shared.gateway().drainSpread());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Forward.class, this::onForward)
                .onMessage(Left.class, this::onLeft)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(End.class, this::onEnd)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        var subject = admit.request().identity().subject();
        if (draining.begun()) {
            admit.replyTo().tell(new Refused(false, "This node is shutting down; send the same request again"));
        } else if (subjects.size() >= shared.settings().max()) {
            admit.replyTo().tell(new Refused(false, "This node has as many streams as it takes; try again"));
        } else if (bySubject.getOrDefault(subject, 0) >= shared.settings().maxPerSubject()) {
            admit.replyTo()
                    .tell(new Refused(
                            true,
                            "You have %d streams open here; end one first"
                                    .formatted(shared.settings().maxPerSubject())));
        } else {
            var stream = getContext()
                    .spawnAnonymous(Behaviors.supervise(RunStreamActor.create(admit.request(), shared))
                            .onFailure(SupervisorStrategy.stop()));
            getContext().watchWith(stream, new Left(stream));
            subjects.put(stream, subject);
            bySubject.merge(subject, 1, Integer::sum);
            admit.replyTo().tell(new Admitted(stream));
        }
        return this;
    }

    private Behavior<Command> onForward(Forward it) {
        shared.conversations().tell(it.conversation(), it.command());
        return this;
    }

    private Behavior<Command> onLeft(Left left) {
        bySubject.computeIfPresent(subjects.remove(left.stream()), (subject, open) -> open > 1 ? open - 1 : null);
        draining.left(subjects.size());
        return this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        draining.begin(subjects.keySet(), End::new, drain.replyTo());
        return this;
    }

    private Behavior<Command> onEnd(End it) {
        it.stream().tell(RunStreamActor.Drain.INSTANCE);
        return this;
    }
}
