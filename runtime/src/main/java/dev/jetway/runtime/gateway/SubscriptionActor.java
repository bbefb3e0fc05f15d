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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One conversation followed by one connection: keeps the lease, notices when the conversation moves to
 * another node or restarts, and subscribes again where it left off. What it hands on has no gap and no
 * repetition; where that can't be had, it is a {@link Reset}.
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

    /** What the connection is told. */
    public sealed interface Output {}

    /** The first answer; later ones only show as events or a reset. */
    public record Opened(String epoch, long seq, boolean recovered) implements Output {}

    public record Happened(long firstSeq, List<String> events, long replayedUpTo) implements Output {}

    public record Restarted(Reset reset) implements Output {}

    /** The conversation did not answer the first time; this subscription has ended. */
    public enum Unavailable implements Output {
        INSTANCE
    }

    public static Behavior<Command> create(
            ConversationId conversation,
            Optional<Cursor> cursor,
            Conversations conversations,
            GatewaySettings settings,
            Consumer<Output> connection) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new SubscriptionActor(context, timers, conversation, cursor, conversations, settings, connection)));
    }

    private final TimerScheduler<Command> timers;
    private final ConversationId conversation;
    private final Conversations conversations;
    private final GatewaySettings settings;
    private final Consumer<Output> connection;
    private final ActorRef<Update> updates;

    private Optional<Cursor> cursor;
    private Optional<ActorRef<?>> entity = Optional.empty();
    private boolean opened;
    private long replayedUpTo;
    private Duration retry = FIRST_RETRY;

    private SubscriptionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ConversationId conversation,
            Optional<Cursor> cursor,
            Conversations conversations,
            GatewaySettings settings,
            Consumer<Output> connection) {
        super(context);
        this.timers = timers;
        this.conversation = conversation;
        this.cursor = cursor;
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
        if (update instanceof Subscribed subscribed) {
            onSubscribed(subscribed);
        } else if (update instanceof Events events) {
            onEvents(events);
        } else if (update instanceof Reset reset) {
            cursor = Optional.of(new Cursor(reset.epoch(), reset.seq()));
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
            subscribe();
            return;
        }
        if (last <= seen) {
            return;
        }
        int known = (int) (seen + 1 - events.firstSeq());
        cursor = Optional.of(new Cursor(events.epoch(), last));
        connection.accept(new Happened(
                seen + 1, events.events().subList(known, events.events().size()), replayedUpTo));
    }

    private Behavior<Command> onRenewLease() {
        if (opened && cursor.isPresent()) {
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
