package dev.jetway.runtime.gateway.socket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.KillSwitch;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.Limits;
import dev.jetway.runtime.gateway.SubscriptionActor;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.region.Affinity;
import java.util.Optional;

/**
 * One WebSocket. Turns frames into commands to conversations, and what conversations say into frames. Knows nothing
 * that a client could not get back by connecting again. Its parts: {@link SocketSide} towards the client, {@link
 * Doorkeeper} for who that is, {@link Followings} and {@link Commands} towards conversations, and {@link Reception} for
 * which frame goes to which of them.
 */
public final class ConnectionActor extends AbstractBehavior<ConnectionActor.Command> {

    public sealed interface Command {}

    /** The socket can be written to; first message of all. */
    public record Attached(ActorRef<Socket.Outbound> socket, KillSwitch killSwitch) implements Command {}

    /** The socket can be read from. */
    public record Listening(ActorRef<Socket.ReadOn> ackTo) implements Command {}

    public record Received(ActorRef<Socket.ReadOn> ackTo, Inbound inbound) implements Command {}

    /** The client has gone. */
    public record Ended(String reason) implements Command {}

    /** The socket takes the next batch. */
    public enum Taken implements Command {
        INSTANCE
    }

    /** Somebody has connected anew and gives up this connection, if it is theirs. */
    record Supersede(Identity by) implements Command {}

    /** The node is going away. */
    public enum Drain implements Command {
        INSTANCE
    }

    enum HelloTimeout implements Command {
        INSTANCE
    }

    enum LookAtToken implements Command {
        INSTANCE
    }

    enum RenewalTimeout implements Command {
        INSTANCE
    }

    enum GraceOver implements Command {
        INSTANCE
    }

    record Judged(ClientFrame.Hello hello, Verdict verdict) implements Command {}

    record NotJudged(Throwable error) implements Command {}

    record RenewalJudged(ClientFrame.Auth auth, Verdict verdict) implements Command {}

    record RenewalNotJudged(ClientFrame.Auth auth, Throwable error) implements Command {}

    record Forward(ConversationId to, ConversationEntity.Command command) implements Command {}

    record Answered(ServerFrame frame) implements Command {}

    /** Stored here, and to be acknowledged once it is everywhere. */
    record StoredHere(ServerFrame ok, String frameId, Confirmation what) implements Command {}

    record FromSubscription(Followings.Following following, SubscriptionActor.Output output) implements Command {}

    /** What all connections of a gateway share. */
    public record Shared(
            GatewaySettings settings,
            Conversations conversations,
            Authenticator authenticator,
            Limits limits,
            GatewayMetrics metrics,
            Affinity affinity,
            Acknowledgements acknowledgements) {

        /** As a connection from an address has it. */
        Shared from(String address) {
            return new Shared(
                    settings,
                    conversations,
                    limits.guarding(authenticator, address),
                    limits,
                    metrics,
                    affinity,
                    acknowledgements);
        }
    }

    static final long RETRY_AFTER_MS = 1_000;

    /** @param connections told which connection this one takes the place of */
    static Behavior<Command> create(
            String connectionId,
            Optional<String> headerToken,
            Shared shared,
            ActorRef<ConnectionsActor.Command> connections) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ConnectionActor(context, timers, connectionId, headerToken, shared, connections)));
    }

    private final SocketSide socket;
    private final Doorkeeper door;
    private final Followings followings;
    private final Commands commands;
    private final Reception reception;

    private ConnectionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String connectionId,
            Optional<String> headerToken,
            Shared shared,
            ActorRef<ConnectionsActor.Command> connections) {
        super(context);
        this.socket = new SocketSide(connectionId, shared, timers, this::onClosing);
        this.door = new Doorkeeper(context, timers, connectionId, headerToken, shared, socket, connections);
        this.followings = new Followings(context, shared, socket::send);
        this.commands = new Commands(context, shared);
        this.reception = new Reception(shared, socket, door, followings, commands);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Received.class, this::onReceived)
                .onMessage(FromSubscription.class, this::onSubscription)
                .onMessageEquals(Taken.INSTANCE, () -> then(socket::taken))
                .onMessage(Forward.class, it -> then(() -> commands.forward(it)))
                .onMessage(Answered.class, it -> then(() -> socket.send(it.frame())))
                .onMessage(StoredHere.class, it -> then(() -> commands.storedHere(it)))
                .onMessage(Attached.class, this::onAttached)
                .onMessage(Listening.class, it -> then(() -> it.ackTo().tell(Socket.ReadOn.INSTANCE)))
                .onMessage(Judged.class, this::onJudged)
                .onMessage(NotJudged.class, it -> then(() -> door.notJudged(it)))
                .onMessage(RenewalJudged.class, it -> then(() -> door.renewalJudged(it)))
                .onMessage(RenewalNotJudged.class, it -> then(() -> door.renewalNotJudged(it)))
                .onMessageEquals(RenewalTimeout.INSTANCE, () -> then(door::renewalTimeout))
                .onMessageEquals(LookAtToken.INSTANCE, () -> then(door::look))
                .onMessageEquals(HelloTimeout.INSTANCE, () -> then(door::helloTimeout))
                .onMessage(Supersede.class, this::onSupersede)
                .onMessageEquals(Drain.INSTANCE, () -> then(() -> socket.bye(Bye.DRAINING)))
                .onMessageEquals(GraceOver.INSTANCE, this::onGraceOver)
                .onMessage(Ended.class, ended -> Behaviors.stopped())
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    /** Whatever happened, it may have made way for the next frame. */
    private Behavior<Command> then(Runnable handler) {
        handler.run();
        if (!door.undecided()) {
            socket.readOn();
        }
        return this;
    }

    private Behavior<Command> onAttached(Attached attached) {
        // The end of what comes in is told behind the last frame, which may still wait to be let in.
        getContext().watchWith(attached.socket(), new Ended("The socket is gone"));
        return then(() -> socket.attached(attached));
    }

    private Behavior<Command> onReceived(Received received) {
        return then(() -> {
            socket.received(received.ackTo());
            if (socket.closing()) {
                return;
            }
            if (received.inbound() instanceof Inbound.Text text) {
                reception.read(text.text());
            } else if (received.inbound() instanceof Inbound.Unreadable unreadable) {
                socket.bye(unreadable.bye());
            }
        });
    }

    private Behavior<Command> onJudged(Judged judged) {
        return then(() -> {
            if (!socket.closing()) {
                door.judged(judged);
                followings.within(judged.hello().window());
            }
        });
    }

    private Behavior<Command> onSupersede(Supersede supersede) {
        return then(
                () -> door.signedIn().filter(it -> it.is(supersede.by())).ifPresent(it -> socket.bye(Bye.SUPERSEDED)));
    }

    private Behavior<Command> onSubscription(FromSubscription message) {
        return then(() -> {
            try {
                followings.told(message);
            } catch (BadFrameException e) {
                reception.refuse(e);
            }
        });
    }

    private void onClosing() {
        followings.stop();
        door.stop();
    }

    private Behavior<Command> onGraceOver() {
        socket.abort();
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        door.stopped();
        socket.stopped();
        return this;
    }
}
