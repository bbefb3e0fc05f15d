package dev.jetway.runtime.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One conversation followed by one connection: keeps the lease, notices when the conversation moves to
 * another node or restarts, and subscribes again where it left off. What it hands on has no gap and no
 * repetition; where that can't be had, it is a {@link Reset}.
 *
 * <p>With a {@link Window} it hands on as much as that allows. When too much waits, it stops listening: the
 * conversation keeps the rest for as long as it keeps any, and is asked for it once nothing waits any more.
 */
public final class SubscriptionActor extends AbstractBehavior<SubscriptionActor.Command> {

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    public sealed interface Command {}

    private record FromConversation(Update update) implements Command {}

    private enum RenewLease implements Command {
        INSTANCE
    }

    private enum Again implements Command {
        INSTANCE
    }

    private enum NoAnswer implements Command {
        INSTANCE
    }

    public enum Stop implements Command {
        INSTANCE
    }

    /** Everything up to this number was read; means something with a window only, and repeating it is safe. */
    public record Acknowledge(long seq) implements Command {}

    /** What the connection is told. */
    public sealed interface Output {}

    /** The first answer; later ones only show as events or a reset. */
    public record Opened(String epoch, long seq, boolean recovered) implements Output {}

    public record Happened(long firstSeq, List<String> events, long replayedUpTo) implements Output {}

    /** With a window only: one event, or the deltas of one message as one, that had waited for an acknowledgement. */
    public record Waited(long firstSeq, long seq, String event, boolean replayed) implements Output {}

    /** Something was acknowledged that had not been handed on. Nothing changed. */
    public record NeverSent(long seq, long last) implements Output {}

    public record Restarted(Reset reset) implements Output {}

    /** The conversation did not answer the first time; this subscription has ended. */
    public enum Unavailable implements Output {
        INSTANCE
    }

    /** Without a window: everything is handed on at once. */
    public static Behavior<Command> create(
            ConversationId conversation,
            Optional<Cursor> cursor,
            Conversations conversations,
            GatewaySettings settings,
            Consumer<Output> connection) {
        return create(conversation, cursor, Optional.empty(), conversations, settings, connection);
    }

    /** @param window a new one, used by this subscription alone */
    public static Behavior<Command> create(
            ConversationId conversation,
            Optional<Cursor> cursor,
            Optional<Window> window,
            Conversations conversations,
            GatewaySettings settings,
            Consumer<Output> connection) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new SubscriptionActor(
                context, timers, conversation, cursor, window, conversations, settings, connection)));
    }

    private final TimerScheduler<Command> timers;
    private final ConversationId conversation;
    private final Conversations conversations;
    private final GatewaySettings settings;
    private final Consumer<Output> connection;
    private final ActorRef<Update> updates;
    private final Optional<Window> window;

    private Optional<Cursor> cursor;
    private Optional<ActorRef<?>> entity = Optional.empty();
    private boolean opened;
    private boolean asking;
    private boolean paused;
    private long replayedUpTo;
    private Duration retry = FIRST_RETRY;

    private SubscriptionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ConversationId conversation,
            Optional<Cursor> cursor,
            Optional<Window> window,
            Conversations conversations,
            GatewaySettings settings,
            Consumer<Output> connection) {
        super(context);
        this.timers = timers;
        this.conversation = conversation;
        this.cursor = cursor;
        this.window = window;
        this.conversations = conversations;
        this.settings = settings;
        this.connection = connection;
        this.updates = context.messageAdapter(Update.class, FromConversation::new);
        timers.startTimerWithFixedDelay(RenewLease.INSTANCE, settings.lease());
        subscribe();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromConversation.class, this::onUpdate)
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessageEquals(RenewLease.INSTANCE, this::onRenewLease)
                .onMessageEquals(Again.INSTANCE, this::onAgain)
                .onMessageEquals(NoAnswer.INSTANCE, this::onNoAnswer)
                .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
                .onSignal(Terminated.class, signal -> onEntityStopped())
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onUpdate(FromConversation message) {
        var update = message.update();
        if (paused) {
            return this; // all of it is asked for again
        }
        if (update instanceof Subscribed subscribed) {
            onSubscribed(subscribed);
        } else if (update instanceof Events events) {
            onEvents(events);
        } else if (update instanceof Reset reset) {
            cursor = Optional.of(new Cursor(reset.epoch(), reset.seq()));
            window.ifPresent(it -> it.startAfter(reset.seq()));
            connection.accept(new Restarted(reset));
        } else if (update instanceof Lost) {
            subscribe();
        } else {
            throw new IllegalStateException("An update this gateway does not know: " + update.getClass());
        }
        return this;
    }

    private void onSubscribed(Subscribed subscribed) {
        timers.cancel(NoAnswer.INSTANCE);
        timers.cancel(Again.INSTANCE);
        asking = false;
        retry = FIRST_RETRY;
        entity.ifPresent(getContext()::unwatch);
        entity = Optional.of(subscribed.entity());
        getContext().watch(subscribed.entity());
        replayedUpTo = subscribed.seq();
        if (!subscribed.recovered()) {
            cursor = Optional.of(new Cursor(subscribed.epoch(), subscribed.seq()));
        }
        if (!opened) {
            opened = true;
            window.ifPresent(it -> it.startAfter(cursor.orElseThrow().seq()));
            connection.accept(new Opened(subscribed.epoch(), subscribed.seq(), subscribed.recovered()));
        }
    }

    private void onEvents(Events events) {
        if (cursor.isEmpty() || !cursor.get().epoch().equals(events.epoch())) {
            return; // of an incarnation that is gone
        }
        long seen = cursor.get().seq();
        long last = events.firstSeq() + events.events().size() - 1;
        if (events.firstSeq() > seen + 1) {
            if (!asking) {
                subscribe();
            }
            return;
        }
        if (last <= seen) {
            return;
        }
        int known = (int) (seen + 1 - events.firstSeq());
        var next = events.events().subList(known, events.events().size());
        cursor = Optional.of(new Cursor(events.epoch(), last));
        if (window.isPresent()) {
            handOn(window.get(), seen + 1, next);
        } else {
            connection.accept(new Happened(seen + 1, next, replayedUpTo));
        }
    }

    private void handOn(Window window, long firstSeq, List<String> events) {
        var sent = new ArrayList<String>();
        long seq = firstSeq;
        for (var event : events) {
            var place = window.offer(seq++, event);
            if (place == Window.Place.SENT) {
                sent.add(event);
            } else if (place == Window.Place.NO_ROOM) {
                pause(window.last());
                break;
            }
        }
        if (!sent.isEmpty()) {
            connection.accept(new Happened(firstSeq, sent, replayedUpTo));
        }
    }

    private void pause(long last) {
        paused = true;
        cursor = cursor.map(it -> new Cursor(it.epoch(), last));
        entity.ifPresent(getContext()::unwatch);
        entity = Optional.empty();
        timers.cancel(NoAnswer.INSTANCE);
        timers.cancel(Again.INSTANCE);
        conversations.tell(conversation, new Unsubscribe(updates));
    }

    private Behavior<Command> onAcknowledge(Acknowledge acknowledge) {
        window.ifPresent(it -> acknowledged(it, acknowledge.seq()));
        return this;
    }

    private void acknowledged(Window window, long seq) {
        if (window.acknowledge(seq) == Window.Judgement.BEYOND) {
            connection.accept(new NeverSent(seq, window.sent()));
            return;
        }
        for (var frame : window.release()) {
            connection.accept(new Waited(frame.firstSeq(), frame.seq(), frame.event(), frame.seq() <= replayedUpTo));
        }
        if (paused && window.isIdle()) {
            paused = false;
            subscribe();
        }
    }

    private Behavior<Command> onRenewLease() {
        if (opened && !paused && cursor.isPresent()) {
            conversations.tell(conversation, new Renew(updates, cursor.get().epoch()));
        }
        return this;
    }

    private Behavior<Command> onEntityStopped() {
        entity = Optional.empty();
        return later();
    }

    private Behavior<Command> onAgain() {
        subscribe();
        return this;
    }

    private Behavior<Command> onNoAnswer() {
        if (!opened) {
            connection.accept(Unavailable.INSTANCE);
            return Behaviors.stopped();
        }
        return later();
    }

    private Behavior<Command> later() {
        timers.startSingleTimer(Again.INSTANCE, retry);
        retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
        return this;
    }

    private void subscribe() {
        asking = true;
        conversations.tell(
                conversation,
                new Subscribe(
                        updates,
                        cursor.map(Cursor::epoch).orElse(null),
                        cursor.map(Cursor::seq).orElse(null)));
        timers.startSingleTimer(NoAnswer.INSTANCE, settings.commandTimeout());
    }

    private Behavior<Command> onPostStop() {
        conversations.tell(conversation, new Unsubscribe(updates));
        return this;
    }
}
