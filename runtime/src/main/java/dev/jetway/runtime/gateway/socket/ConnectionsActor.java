package dev.jetway.runtime.gateway.socket;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.gateway.Draining;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Parent of all connections of a gateway: admits them up to a limit, and sends them away on drain. */
public final class ConnectionsActor extends AbstractBehavior<ConnectionsActor.Command> {

    public sealed interface Command {}

    /** @param address where it comes from, as limits are counted */
    public record Admit(Optional<String> headerToken, String address, ActorRef<Admission> replyTo) implements Command {}

    /** Idempotent; answered when every connection has gone. */
    public record Drain(ActorRef<Done> replyTo) implements Command {}

    /**
     * A client that has connected anew gives up an earlier connection. Ends it if it is here and theirs; it is not said
     * which. @param by who has connected
     */
    record Supersede(String connectionId, Identity by) implements Command {}

    private record Left(String connectionId) implements Command {}

    private record SendAway(ActorRef<ConnectionActor.Command> connection) implements Command {}

    public sealed interface Admission {
        <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused);
    }

    public record Admitted(ActorRef<ConnectionActor.Command> connection) implements Admission {
        @Override
        public <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused) {
            return onAdmitted.apply(this);
        }
    }

    public record Refused(Bye bye) implements Admission {
        @Override
        public <T> T fold(Function<Admitted, T> onAdmitted, Function<Refused, T> onRefused) {
            return onRefused.apply(this);
        }
    }

    public static Behavior<Command> create(ConnectionActor.Shared shared) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ConnectionsActor(context, timers, shared)));
    }

    private final ConnectionActor.Shared shared;
    private final Draining<Command> draining;
    private final Map<String, ActorRef<ConnectionActor.Command>> connections = new HashMap<>();

    private ConnectionsActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, ConnectionActor.Shared shared) {
        super(context);
        this.shared = shared;
        this.draining = new Draining<>(timers, shared.settings().drainSpread());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Admit.class, this::onAdmit)
                .onMessage(Supersede.class, this::onSupersede)
                .onMessage(Left.class, this::onLeft)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(SendAway.class, this::onSendAway)
                .build();
    }

    private Behavior<Command> onAdmit(Admit admit) {
        if (draining.begun()) {
            admit.replyTo().tell(new Refused(Bye.closed()));
        } else if (connections.size() >= shared.settings().maxConnections()) {
            admit.replyTo().tell(new Refused(Bye.full()));
        } else {
            var id = UUID.randomUUID().toString();
            var connection = getContext()
                    .spawn(
                            Behaviors.supervise(ConnectionActor.create(
                                            id,
                                            admit.headerToken(),
                                            shared.from(admit.address()),
                                            getContext().getSelf()))
                                    .onFailure(SupervisorStrategy.stop()),
                            id);
            getContext().watchWith(connection, new Left(id));
            connections.put(id, connection);
            shared.metrics().connections(connections.size());
            admit.replyTo().tell(new Admitted(connection));
        }
        return this;
    }

    private Behavior<Command> onSupersede(Supersede supersede) {
        Optional.ofNullable(connections.get(supersede.connectionId()))
                .ifPresent(it -> it.tell(new ConnectionActor.Supersede(supersede.by())));
        return this;
    }

    private Behavior<Command> onLeft(Left left) {
        connections.remove(left.connectionId());
        shared.metrics().connections(connections.size());
        draining.left(connections.size());
        return this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        draining.begin(connections.values(), SendAway::new, drain.replyTo());
        return this;
    }

    private Behavior<Command> onSendAway(SendAway it) {
        it.connection().tell(ConnectionActor.Drain.INSTANCE);
        return this;
    }
}
