package dev.jetway.runtime.gateway.socket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.SubscriptionActor;
import dev.jetway.runtime.gateway.Window;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Command;
import dev.jetway.runtime.gateway.socket.ConnectionActor.FromSubscription;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The conversations one connection follows, and what they say as frames. */
final class Followings {

    /** A subscription and the frame that asked for it; a new instance for each, so that late news is told apart. */
    static final class Following {
        private final String frameId;
        private final String thread;
        private ActorRef<SubscriptionActor.Command> actor;
        private long sent;
        private boolean answered;

        private Following(String frameId, String thread) {
            this.frameId = frameId;
            this.thread = thread;
        }
    }

    /** What may wait for the acknowledgements of one thread is this part of the buffer of a connection. */
    private static final int SHARE = 16;

    private final ActorContext<Command> context;
    private final ConnectionActor.Shared shared;
    private final GatewaySettings settings;
    private final Consumer<ServerFrame> out;
    private final Map<String, Following> following = new HashMap<>();

    private OptionalInt window = OptionalInt.empty();

    Followings(ActorContext<Command> context, ConnectionActor.Shared shared, Consumer<ServerFrame> out) {
        this.context = context;
        this.shared = shared;
        this.settings = shared.settings();
        this.out = out;
    }

    /** From now on, each thread gets so many frames before the client acknowledges some. */
    void within(OptionalInt frames) {
        window = frames;
    }

    void subscribe(SignedIn who, ClientFrame.Subscribe frame) {
        var before = Optional.ofNullable(following.get(frame.thread()));
        if (before.isEmpty() && following.size() >= settings.maxSubscriptions()) {
            out.accept(Error.of(
                    frame.id(),
                    "bad_request",
                    "A connection follows at most %d conversations; unsubscribe from one first"
                            .formatted(settings.maxSubscriptions())));
            return;
        }
        var next = new Following(frame.id(), frame.thread());
        next.sent = before.map(it -> it.sent).orElse(0L);
        var self = context.getSelf();
        next.actor = context.spawnAnonymous(SubscriptionActor.create(
                who.conversation(frame.thread()),
                frame.cursor(),
                newWindow(next.sent),
                shared.conversations(),
                settings,
                output -> self.tell(new FromSubscription(next, output))));
        following.put(frame.thread(), next);
        before.ifPresent(it -> leave(it, frame.id()));
    }

    /** Every frame with an id gets its answer, this one from the frame that came too soon after it. */
    private void leave(Following left, String because) {
        left.actor.tell(SubscriptionActor.Stop.INSTANCE);
        if (!left.answered && !left.frameId.equals(because)) {
            out.accept(Error.of(
                    left.frameId,
                    "conflict",
                    "The frame '%s' about thread '%s' came before this one was answered, and counts"
                            .formatted(because, left.thread)));
        }
    }

    private Optional<Window> newWindow(long sentBefore) {
        return window.isEmpty()
                ? Optional.empty()
                : Optional.of(new Window(
                        window.getAsInt(), settings.bufferFrames(), settings.bufferBytes() / SHARE, sentBefore));
    }

    void unsubscribe(ClientFrame.Unsubscribe frame) {
        var before = Optional.ofNullable(following.remove(frame.thread()));
        before.ifPresent(it -> leave(it, frame.id()));
        out.accept(new ServerFrame.Ok(frame.id(), before.isEmpty()));
    }

    /**
     * An acknowledgement of a thread that is not followed was under way when it was left, and means nothing.
     *
     * @throws BadFrameException without a window
     */
    void acknowledge(ClientFrame.Ack frame) throws BadFrameException {
        if (window.isEmpty()) {
            throw Fields.bad("This connection has no window and acknowledges nothing; ask for one in hello.window");
        }
        Optional.ofNullable(following.get(frame.thread()))
                .ifPresent(it -> it.actor.tell(new SubscriptionActor.Acknowledge(frame.seq())));
    }

    /** @throws BadFrameException when the client acknowledged what it cannot have */
    void told(FromSubscription message) throws BadFrameException {
        var from = message.following();
        if (following.get(from.thread) != from) {
            return; // replaced or unsubscribed meanwhile
        }
        var output = message.output();
        if (output instanceof SubscriptionActor.Happened happened) {
            happened(from, happened);
        } else if (output instanceof SubscriptionActor.Waited it) {
            event(from, new ServerFrame.Event(from.thread, it.firstSeq(), it.seq(), it.event(), it.replayed()));
        } else if (output instanceof SubscriptionActor.Opened it) {
            from.answered = true;
            out.accept(new ServerFrame.Subscribed(from.frameId, from.thread, it.epoch(), it.seq(), it.recovered()));
        } else if (output instanceof SubscriptionActor.Restarted restarted) {
            var reset = restarted.reset();
            out.accept(new ServerFrame.Reset(from.thread, reset.epoch(), reset.seq(), reset.reason()));
            for (var event : reset.snapshots()) {
                event(from, new ServerFrame.Event(from.thread, reset.seq(), reset.seq(), event, true));
            }
        } else if (output instanceof SubscriptionActor.NeverSent never) {
            throw Fields.bad("frame.seq %d was never sent to this connection in thread '%s'; the last was %d"
                    .formatted(never.seq(), from.thread, never.last()));
        } else if (output == SubscriptionActor.Unavailable.INSTANCE) {
            following.remove(from.thread);
            out.accept(Error.retry(
                    from.frameId,
                    "unavailable",
                    "The conversation did not answer in time",
                    ConnectionActor.RETRY_AFTER_MS));
        }
    }

    private void happened(Following from, SubscriptionActor.Happened happened) {
        long seq = happened.firstSeq();
        for (var event : happened.events()) {
            event(from, new ServerFrame.Event(from.thread, seq, seq, event, seq <= happened.replayedUpTo()));
            seq++;
        }
    }

    private void event(Following from, ServerFrame.Event event) {
        from.sent = Math.max(from.sent, event.seq());
        out.accept(event);
    }

    void stop() {
        following.values().forEach(it -> it.actor.tell(SubscriptionActor.Stop.INSTANCE));
        following.clear();
    }
}
