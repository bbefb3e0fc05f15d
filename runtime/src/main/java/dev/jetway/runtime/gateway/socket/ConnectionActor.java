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
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.CommandRates;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.SubscriptionActor;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Tenant;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import dev.jetway.runtime.region.Affinity;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One WebSocket. Turns frames into commands to conversations, and what conversations say into frames that
 * wait in an {@link Outbox} for as long as the socket is busy. Knows nothing that a client could not get
 * back by connecting again.
 */
public final class ConnectionActor extends AbstractBehavior<ConnectionActor.Command> implements ClientFrame.Handler {

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

    /** The node is going away. */
    public enum Drain implements Command {
        INSTANCE
    }

    private enum HelloTimeout implements Command {
        INSTANCE
    }

    private enum GraceOver implements Command {
        INSTANCE
    }

    private record Judged(ClientFrame.Hello hello, Verdict verdict) implements Command {}

    private record NotJudged(Throwable error) implements Command {}

    private record Forward(ConversationId to, ConversationEntity.Command command) implements Command {}

    private record Answered(ServerFrame frame) implements Command {}

    /** Stored here, and to be acknowledged once it is everywhere. */
    private record StoredHere(ServerFrame ok, String frameId, Confirmation what) implements Command {}

    private record FromSubscription(Following following, SubscriptionActor.Output output) implements Command {}

    /** A subscription and the frame that asked for it; a new instance for each, so that late news is told apart. */
    private static final class Following {
        private final String frameId;
        private final String thread;
        private ActorRef<SubscriptionActor.Command> actor;

        private Following(String frameId, String thread) {
            this.frameId = frameId;
            this.thread = thread;
        }
    }

    /** What all connections of a gateway share. */
    public record Shared(
            GatewaySettings settings,
            Conversations conversations,
            Authenticator authenticator,
            CommandRates commands,
            CommandRates subscriptions,
            GatewayMetrics metrics,
            Affinity affinity,
            Acknowledgements acknowledgements) {}

    private static final int BATCH = 32;
    private static final int MAX_ERRORS_BEFORE_HELLO = 5;
    private static final long RETRY_AFTER_MS = 1_000;

    public static Behavior<Command> create(String connectionId, Optional<String> headerToken, Shared shared) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ConnectionActor(context, timers, connectionId, headerToken, shared)));
    }

    private final TimerScheduler<Command> timers;
    private final String connectionId;
    private final Optional<String> headerToken;
    private final Shared shared;
    private final GatewaySettings settings;
    private final Outbox outbox;
    private final Map<String, Following> following = new HashMap<>();

    private Optional<Attached> socket = Optional.empty();
    private Optional<ActorRef<Socket.ReadOn>> unread = Optional.empty();
    private boolean socketFree;
    private boolean judging;
    private boolean closing;
    private boolean closeSent;
    private int errorsBeforeHello;
    private Optional<Identity> identity = Optional.empty();
    private ClientProfile profile = ClientProfile.DEFAULT;

    private ConnectionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String connectionId,
            Optional<String> headerToken,
            Shared shared) {
        super(context);
        this.timers = timers;
        this.connectionId = connectionId;
        this.headerToken = headerToken;
        this.shared = shared;
        this.settings = shared.settings();
        this.outbox = new Outbox(settings.bufferFrames(), settings.bufferBytes());
        timers.startSingleTimer(HelloTimeout.INSTANCE, settings.helloTimeout());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Received.class, this::onReceived)
                .onMessage(FromSubscription.class, this::onSubscription)
                .onMessageEquals(Taken.INSTANCE, this::onTaken)
                .onMessage(Forward.class, this::onForward)
                .onMessage(Answered.class, answered -> {
                    send(answered.frame());
                    return this;
                })
                .onMessage(StoredHere.class, this::onStoredHere)
                .onMessage(Attached.class, this::onAttached)
                .onMessage(Listening.class, this::onListening)
                .onMessage(Judged.class, this::onJudged)
                .onMessage(NotJudged.class, this::onNotJudged)
                .onMessageEquals(HelloTimeout.INSTANCE, this::onHelloTimeout)
                .onMessageEquals(Drain.INSTANCE, () -> bye(Bye.DRAINING))
                .onMessageEquals(GraceOver.INSTANCE, this::onGraceOver)
                .onMessage(Ended.class, ended -> Behaviors.stopped())
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    // ---- the socket

    private Behavior<Command> onAttached(Attached attached) {
        socket = Optional.of(attached);
        socketFree = true;
        flush();
        return this;
    }

    private Behavior<Command> onListening(Listening listening) {
        listening.ackTo().tell(Socket.ReadOn.INSTANCE);
        return this;
    }

    private Behavior<Command> onReceived(Received received) {
        unread = Optional.of(received.ackTo());
        if (!closing) {
            if (received.inbound() instanceof Inbound.Text text) {
                read(text.text());
            } else if (received.inbound() instanceof Inbound.Unreadable unreadable) {
                bye(unreadable.bye());
            }
        }
        readOn();
        return this;
    }

    /** Lets the next frame in, unless this one is still being worked on or the client doesn't listen. */
    private void readOn() {
        if (unread.isPresent() && !judging && !closing && !outbox.crowded()) {
            unread.get().tell(Socket.ReadOn.INSTANCE);
            unread = Optional.empty();
        }
    }

    private Behavior<Command> onTaken() {
        socketFree = true;
        flush();
        readOn();
        return this;
    }

    private void flush() {
        if (socket.isEmpty() || !socketFree || closeSent) {
            return;
        }
        if (!outbox.isEmpty()) {
            socketFree = false;
            socket.get().socket().tell(new Socket.Batch(outbox.take(BATCH)));
        } else if (closing) {
            closeSent = true;
            socket.get().socket().tell(Socket.Close.INSTANCE);
        }
    }

    private void send(ServerFrame frame) {
        if (closing) {
            return;
        }
        if (outbox.offer(frame)) {
            flush();
        } else {
            getContext().getLog().info("Connection {} does not keep up and is cut off", connectionId);
            shared.metrics().slowConsumer();
            bye(Bye.SLOW_CONSUMER);
        }
    }

    private Behavior<Command> bye(Bye bye) {
        if (!closing) {
            following.values().forEach(it -> it.actor.tell(SubscriptionActor.Stop.INSTANCE));
            following.clear();
            outbox.clear();
            outbox.offer(bye);
            closing = true;
            timers.cancel(HelloTimeout.INSTANCE);
            timers.startSingleTimer(GraceOver.INSTANCE, settings.closeGrace());
            flush();
        }
        return this;
    }

    private Behavior<Command> onGraceOver() {
        socket.ifPresent(it -> it.killSwitch()
                .abort(new TimeoutException("Connection %s did not take its good-bye".formatted(connectionId))));
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop() {
        if (!closeSent) {
            socket.ifPresent(it -> it.killSwitch().shutdown());
        }
        return this;
    }

    // ---- frames

    private void read(String text) {
        try {
            ClientFrames.read(text).handle(this);
        } catch (BadFrameException e) {
            refuse(e);
        }
    }

    /** A bad frame costs as much as a good one, and a client that sends nothing else is sent away. */
    private void refuse(BadFrameException bad) {
        boolean tooMany = identity.isPresent()
                ? shared.commands().take(identity.get().subject(), System.nanoTime()) > 0
                : ++errorsBeforeHello > MAX_ERRORS_BEFORE_HELLO;
        if (tooMany) {
            bye(new Bye("rate_limited", "Too many frames that could not be read", ServerFrame.Reconnect.BACKOFF));
        } else {
            send(Error.of(bad.id(), bad.code(), bad.getMessage()));
        }
    }

    @Override
    public void onHello(ClientFrame.Hello hello) {
        if (identity.isPresent()) {
            refuse(Fields.bad("This connection has already said hello"));
            return;
        }
        var token = hello.token().or(() -> headerToken);
        if (token.isEmpty()) {
            bye(Bye.unauthorized("Send a token: in hello.token, or as the header Authorization: Bearer …"));
            return;
        }
        judging = true;
        getContext()
                .pipeToSelf(
                        shared.authenticator().authenticate(token.get()),
                        (verdict, error) -> error == null ? new Judged(hello, verdict) : new NotJudged(error));
    }

    private Behavior<Command> onJudged(Judged judged) {
        judging = false;
        if (!closing) {
            judged.verdict()
                    .fold(
                            identified -> admit(judged.hello(), identified.identity()),
                            denied -> bye(Bye.unauthorized(denied.message())));
        }
        readOn();
        return this;
    }

    private Behavior<Command> admit(ClientFrame.Hello hello, Identity known) {
        return shared.affinity()
                .within(known.placement())
                .map(theirs -> welcome(hello, known, theirs))
                .orElseGet(() -> sendHome(known));
    }

    private Behavior<Command> sendHome(Identity known) {
        var home = settings.tenants().of(known).flatMap(Tenant::home);
        return bye(shared.affinity()
                .home(known.placement(), home)
                .map(region -> Bye.wrongRegion(
                        shared.affinity().serving(),
                        new ServerFrame.Elsewhere(
                                region,
                                Optional.ofNullable(
                                        shared.affinity().addresses().get(region)))))
                .orElse(new Bye(
                        "forbidden",
                        "Nobody here knows where your conversations may be stored",
                        ServerFrame.Reconnect.NEVER)));
    }

    private Behavior<Command> welcome(ClientFrame.Hello hello, Identity known, Affinity affinity) {
        timers.cancel(HelloTimeout.INSTANCE);
        identity = Optional.of(known);
        profile = hello.profile();
        send(new ServerFrame.Welcome(
                connectionId,
                settings.keepAlive().toMillis(),
                settings.maxFrameBytes(),
                known.expiresAt(),
                affinity,
                settings.tenants()
                        .of(known)
                        .flatMap(Tenant::home)
                        .orElseGet(() -> affinity.nearest(hello.zone(), Instant.now()))));
        return this;
    }

    private Behavior<Command> onNotJudged(NotJudged failed) {
        judging = false;
        getContext().getLog().warn("Nobody could judge the token of connection {}", connectionId, failed.error());
        return bye(Bye.INTERNAL);
    }

    private Behavior<Command> onHelloTimeout() {
        return bye(new Bye(
                "hello_timeout",
                "A connection must say hello within %d ms"
                        .formatted(settings.helloTimeout().toMillis()),
                ServerFrame.Reconnect.BACKOFF));
    }

    @Override
    public void onPing(ClientFrame.Ping ping) {
        send(new ServerFrame.Pong(ping.t()));
    }

    @Override
    public void onSubscribe(ClientFrame.Subscribe frame) {
        if (!admitted(frame.id(), shared.subscriptions())) {
            return;
        }
        if (!following.containsKey(frame.thread()) && following.size() >= settings.maxSubscriptions()) {
            send(Error.of(
                    frame.id(),
                    "bad_request",
                    "A connection follows at most %d conversations; unsubscribe from one first"
                            .formatted(settings.maxSubscriptions())));
            return;
        }
        var next = new Following(frame.id(), frame.thread());
        var self = getContext().getSelf();
        next.actor = getContext()
                .spawnAnonymous(SubscriptionActor.create(
                        conversation(frame.thread()),
                        frame.cursor(),
                        shared.conversations(),
                        settings,
                        output -> self.tell(new FromSubscription(next, output))));
        var before = following.put(frame.thread(), next);
        if (before != null) {
            before.actor.tell(SubscriptionActor.Stop.INSTANCE);
        }
    }

    private Behavior<Command> onSubscription(FromSubscription message) {
        var from = message.following();
        if (following.get(from.thread) != from) {
            return this; // replaced or unsubscribed meanwhile
        }
        var output = message.output();
        if (output instanceof SubscriptionActor.Happened happened) {
            long seq = happened.firstSeq();
            for (var event : happened.events()) {
                send(new ServerFrame.Event(from.thread, seq, seq, event, seq <= happened.replayedUpTo()));
                seq++;
            }
        } else if (output instanceof SubscriptionActor.Opened it) {
            send(new ServerFrame.Subscribed(from.frameId, from.thread, it.epoch(), it.seq(), it.recovered()));
        } else if (output instanceof SubscriptionActor.Restarted restarted) {
            var reset = restarted.reset();
            send(new ServerFrame.Reset(from.thread, reset.epoch(), reset.seq(), reset.reason()));
            for (var event : reset.snapshots()) {
                send(new ServerFrame.Event(from.thread, reset.seq(), reset.seq(), event, true));
            }
        } else if (output == SubscriptionActor.Unavailable.INSTANCE) {
            following.remove(from.thread);
            send(Error.retry(from.frameId, "unavailable", "The conversation did not answer in time", RETRY_AFTER_MS));
        }
        return this;
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe frame) {
        if (!admitted(frame.id(), shared.subscriptions())) {
            return;
        }
        var before = following.remove(frame.thread());
        if (before != null) {
            before.actor.tell(SubscriptionActor.Stop.INSTANCE);
        }
        send(new ServerFrame.Ok(frame.id(), before == null));
    }

    @Override
    public void onRun(ClientFrame.Run frame) {
        if (admitted(frame.id(), shared.commands())) {
            var traveler = identity.orElseThrow().traveler(profile);
            ask(
                    Receipt.class,
                    frame.id(),
                    frame.input().thread(),
                    replyTo -> frame.input().command(traveler, replyTo),
                    receipt -> judged(frame, receipt),
                    () -> shared.metrics().messageJudged(Judgement.UNANSWERED));
        } else if (identity.isPresent()) {
            shared.metrics().messageJudged(Judgement.RATE_LIMITED);
        }
    }

    private Command judged(ClientFrame.Run frame, Receipt receipt) {
        shared.metrics().messageJudged(judgement(receipt));
        var answer = toFrame(frame.id(), receipt);
        var level = settings.tenants()
                .acknowledgement(identity.orElseThrow(), frame.input().acknowledgement());
        return receipt instanceof ConversationEntity.Accepted && level == AcknowledgementLevel.ALL_REGIONS
                ? new StoredHere(
                        answer,
                        frame.id(),
                        frame.input().confirmation(conversation(frame.input().thread())))
                : new Answered(answer);
    }

    private Behavior<Command> onStoredHere(StoredHere stored) {
        getContext().pipeToSelf(shared.acknowledgements().missing(stored.what()), (missing, error) -> {
            if (error == null && missing.isEmpty()) {
                return new Answered(stored.ok());
            }
            return new Answered(Error.retry(
                    stored.frameId(),
                    "unavailable",
                    "It is stored in region %s, and %s did not confirm it in time; send the same command again"
                            .formatted(
                                    shared.affinity().serving(),
                                    error == null ? String.join(", ", missing) : "another"),
                    RETRY_AFTER_MS));
        });
        return this;
    }

    private static Judgement judgement(Receipt receipt) {
        if (receipt instanceof ConversationEntity.Accepted accepted) {
            return accepted.duplicate() ? Judgement.REPEATED : Judgement.ACCEPTED;
        }
        return Judgement.REFUSED;
    }

    @Override
    public void onCancel(ClientFrame.Cancel frame) {
        if (admitted(frame.id(), shared.commands())) {
            ask(
                    Receipt.class,
                    frame.id(),
                    frame.thread(),
                    replyTo -> new ConversationEntity.Cancel(frame.runId().orElse(null), replyTo),
                    receipt -> new Answered(toFrame(frame.id(), receipt)));
        }
    }

    @Override
    public void onHistory(ClientFrame.History frame) {
        if (admitted(frame.id(), shared.commands())) {
            ask(
                    ConversationEntity.History.class,
                    frame.id(),
                    frame.thread(),
                    replyTo -> new ConversationEntity.GetHistory(frame.before().orElse(null), frame.limit(), replyTo),
                    history -> new Answered(new ServerFrame.HistoryOk(frame.id(), history)));
        }
    }

    private boolean admitted(String frameId, CommandRates rates) {
        if (identity.isEmpty()) {
            refuse(new BadFrameException("bad_request", frameId, "Say hello first"));
            return false;
        }
        long wait = rates.take(identity.get().subject(), System.nanoTime());
        if (wait > 0) {
            send(Error.retry(frameId, "rate_limited", "Too many commands; slow down", wait));
        }
        return wait == 0;
    }

    private ConversationId conversation(String thread) {
        var known = identity.orElseThrow();
        return new ConversationId(known.subject(), thread, known.placement());
    }

    private <A> void ask(
            Class<A> type,
            String frameId,
            String thread,
            Function<ActorRef<A>, ConversationEntity.Command> command,
            Function<A, Command> onAnswer) {
        ask(type, frameId, thread, command, onAnswer, () -> {});
    }

    /** By way of this actor itself: conversations are reached through a port, not by a reference one can ask. */
    private <A> void ask(
            Class<A> type,
            String frameId,
            String thread,
            Function<ActorRef<A>, ConversationEntity.Command> command,
            Function<A, Command> onAnswer,
            Runnable onSilence) {
        var conversation = conversation(thread);
        getContext()
                .ask(
                        type,
                        getContext().getSelf(),
                        settings.commandTimeout(),
                        (ActorRef<A> replyTo) -> new Forward(conversation, command.apply(replyTo)),
                        (answer, error) -> {
                            if (error == null) {
                                return onAnswer.apply(answer);
                            }
                            onSilence.run();
                            return new Answered(Error.retry(
                                    frameId,
                                    "unavailable",
                                    "The conversation did not answer in time; send the same command again",
                                    RETRY_AFTER_MS));
                        });
    }

    private Behavior<Command> onForward(Forward forward) {
        shared.conversations().tell(forward.to(), forward.command());
        return this;
    }

    private static ServerFrame toFrame(String id, Receipt receipt) {
        if (receipt instanceof ConversationEntity.Accepted accepted) {
            return new ServerFrame.Ok(id, accepted.duplicate());
        }
        if (receipt instanceof ConversationEntity.Refused refused) {
            return refused.retryable()
                    ? Error.retry(id, refused.code(), refused.message(), RETRY_AFTER_MS)
                    : Error.of(id, refused.code(), refused.message());
        }
        throw new IllegalStateException("A receipt this gateway does not know: " + receipt.getClass());
    }
}
