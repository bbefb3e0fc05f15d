package dev.jetway.runtime.gateway.socket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Attached;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Command;
import dev.jetway.runtime.gateway.socket.ConnectionActor.GraceOver;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of a connection that faces its socket: frames wait here in an {@link Outbox} while the socket is busy, the next
 * one is let in when the one before has been dealt with, and the last that goes out is a good-bye.
 */
final class SocketSide {

    private static final Logger LOG = LoggerFactory.getLogger(SocketSide.class);
    private static final int BATCH = 32;

    private final String connectionId;
    private final ConnectionActor.Shared shared;
    private final TimerScheduler<Command> timers;
    private final Runnable onClosing;
    private final Outbox outbox;

    private Optional<Attached> socket = Optional.empty();
    private Optional<ActorRef<Socket.ReadOn>> unread = Optional.empty();
    private boolean free;
    private boolean closing;
    private boolean closeSent;

    /** @param onClosing called once, before the good-bye */
    SocketSide(String connectionId, ConnectionActor.Shared shared, TimerScheduler<Command> timers, Runnable onClosing) {
        this.connectionId = connectionId;
        this.shared = shared;
        this.timers = timers;
        this.onClosing = onClosing;
        this.outbox =
                new Outbox(shared.settings().bufferFrames(), shared.settings().bufferBytes());
    }

    void attached(Attached attached) {
        socket = Optional.of(attached);
        free = true;
        flush();
    }

    void received(ActorRef<Socket.ReadOn> ackTo) {
        unread = Optional.of(ackTo);
    }

    /** Lets the next frame in, unless the client doesn't listen. */
    void readOn() {
        if (unread.isPresent() && !closing && !outbox.crowded()) {
            unread.get().tell(Socket.ReadOn.INSTANCE);
            unread = Optional.empty();
        }
    }

    void taken() {
        free = true;
        flush();
    }

    /** No effect once the good-bye is said. A client that does not keep up is cut off. */
    void send(ServerFrame frame) {
        if (closing) {
            return;
        }
        if (outbox.offer(frame)) {
            flush();
        } else {
            LOG.info("Connection {} does not keep up and is cut off", connectionId);
            shared.metrics().slowConsumer();
            bye(Bye.SLOW_CONSUMER);
        }
    }

    /** Said instead of everything that waits, and once only. */
    void bye(Bye bye) {
        if (!closing) {
            closing = true;
            onClosing.run();
            outbox.clear();
            outbox.offer(bye);
            timers.startSingleTimer(GraceOver.INSTANCE, shared.settings().closeGrace());
            flush();
        }
    }

    boolean closing() {
        return closing;
    }

    private void flush() {
        if (socket.isEmpty() || !free || closeSent) {
            return;
        }
        if (!outbox.isEmpty()) {
            free = false;
            socket.get().socket().tell(new Socket.Batch(outbox.take(BATCH)));
        } else if (closing) {
            closeSent = true;
            socket.get().socket().tell(Socket.Close.INSTANCE);
        }
    }

    /** The client has not taken its good-bye. */
    void abort() {
        socket.ifPresent(it -> it.killSwitch()
                .abort(new TimeoutException("Connection %s did not take its good-bye".formatted(connectionId))));
    }

    /** The connection has gone, and the socket goes with it. */
    void stopped() {
        if (!closeSent) {
            socket.ifPresent(it -> it.killSwitch().shutdown());
        }
    }
}
