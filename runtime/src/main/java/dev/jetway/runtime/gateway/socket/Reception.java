package dev.jetway.runtime.gateway.socket;

import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Reads what a client says, and hands it on to whoever sees to it, if the client may say so much. */
final class Reception implements ClientFrame.Handler {

    private static final int MAX_ERRORS_BEFORE_HELLO = 5;
    private static final BadFrameException HELLO_FIRST = Fields.bad("Say hello first");

    private final ConnectionActor.Shared shared;
    private final SocketSide socket;
    private final Doorkeeper door;
    private final Followings followings;
    private final Commands commands;

    private int errorsBeforeHello;

    Reception(
            ConnectionActor.Shared shared,
            SocketSide socket,
            Doorkeeper door,
            Followings followings,
            Commands commands) {
        this.shared = shared;
        this.socket = socket;
        this.door = door;
        this.followings = followings;
        this.commands = commands;
    }

    void read(String text) {
        try {
            ClientFrames.read(text).handle(this);
        } catch (BadFrameException e) {
            refuse(e);
        }
    }

    /** A bad frame costs as much as a good one, and a client that sends nothing else is sent away. */
    void refuse(BadFrameException bad) {
        long wait = door.signedIn()
                .map(it -> shared.limits().command(it.identity()))
                .orElseGet(() -> ++errorsBeforeHello > MAX_ERRORS_BEFORE_HELLO ? ConnectionActor.RETRY_AFTER_MS : 0L);
        if (wait > 0) {
            socket.bye(Bye.rateLimited("Too many frames that could not be read", wait));
        } else {
            socket.send(Error.of(bad.id(), bad.code(), bad.getMessage()));
        }
    }

    @Override
    public void onHello(ClientFrame.Hello hello) {
        if (door.signedIn().isPresent()) {
            refuse(Fields.bad("This connection has already said hello"));
        } else {
            door.hello(hello);
        }
    }

    @Override
    public void onAuth(ClientFrame.Auth auth) {
        if (admitted(auth.id().orElse(null), shared.limits()::command).isPresent()) {
            door.renew(auth);
        }
    }

    @Override
    public void onPing(ClientFrame.Ping ping) {
        socket.send(new ServerFrame.Pong(ping.t()));
    }

    @Override
    public void onSubscribe(ClientFrame.Subscribe frame) {
        admitted(frame.id(), shared.limits()::subscription).ifPresent(it -> followings.subscribe(it, frame));
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe frame) {
        admitted(frame.id(), shared.limits()::subscription).ifPresent(it -> followings.unsubscribe(frame));
    }

    /** Costs nothing: a client that acknowledges every frame is no worse than one that does so now and then. */
    @Override
    public void onAck(ClientFrame.Ack frame) {
        if (door.signedIn().isEmpty()) {
            refuse(HELLO_FIRST);
            return;
        }
        try {
            followings.acknowledge(frame);
        } catch (BadFrameException e) {
            refuse(e);
        }
    }

    @Override
    public void onRun(ClientFrame.Run frame) {
        var who = admitted(frame.id(), shared.limits()::command);
        who.ifPresent(it -> commands.run(it, frame));
        if (who.isEmpty() && door.signedIn().isPresent()) {
            shared.metrics().messageJudged(Judgement.RATE_LIMITED);
        }
    }

    @Override
    public void onCancel(ClientFrame.Cancel frame) {
        admitted(frame.id(), shared.limits()::command).ifPresent(it -> commands.cancel(it, frame));
    }

    @Override
    public void onHistory(ClientFrame.History frame) {
        admitted(frame.id(), shared.limits()::command).ifPresent(it -> commands.history(it, frame));
    }

    /** Who says it; nothing when they may not, of which they are told. */
    private Optional<SignedIn> admitted(String frameId, ToLongFunction<Identity> limit) {
        var who = door.signedIn();
        if (who.isEmpty()) {
            refuse(HELLO_FIRST.withId(frameId));
            return who;
        }
        long wait = limit.applyAsLong(who.get().identity());
        if (wait > 0) {
            socket.send(Error.retry(frameId, "rate_limited", "Too many commands; slow down", wait));
            return Optional.empty();
        }
        return who;
    }
}
