package dev.jetway.runtime.operations.desk;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.util.ByteString;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.SubscriptionActor;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import dev.jetway.runtime.operations.ServerSentEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One clerk who sees one conversation. As long as somebody reads, the visit goes on; when the visit is over, so is the
 * stream. A reader who does not keep up is cut off, and comes back with the cursor.
 */
final class DeskStreamActor extends AbstractBehavior<DeskStreamActor.Command> {

    sealed interface Command {}

    private record FromSubscription(SubscriptionActor.Output output) implements Command {}

    private enum Stay implements Command {
        INSTANCE
    }

    private record Stayed(Receipt receipt, Throwable error) implements Command {}

    private enum TokenOver implements Command {
        INSTANCE
    }

    /** Nobody reads any more. */
    enum Gone implements Command {
        INSTANCE
    }

    /**
     * Who sees what.
     *
     * @param stay says that the visit goes on
     * @param every how often that is said
     * @param until when the clerk's token runs out; empty when it never does
     */
    record View(
            ConversationId conversation,
            Optional<Cursor> cursor,
            Supplier<CompletionStage<Receipt>> stay,
            Duration every,
            Optional<Instant> until) {}

    static Behavior<Command> create(
            View view, Conversations conversations, GatewaySettings settings, BoundedSourceQueue<ByteString> reader) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new DeskStreamActor(context, timers, view, conversations, settings, reader)));
    }

    private final View view;
    private final BoundedSourceQueue<ByteString> reader;
    private String epoch = "";

    private DeskStreamActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            View view,
            Conversations conversations,
            GatewaySettings settings,
            BoundedSourceQueue<ByteString> reader) {
        super(context);
        this.view = view;
        this.reader = reader;
        view.cursor().ifPresent(cursor -> epoch = cursor.epoch());
        var self = context.getSelf();
        context.spawn(
                SubscriptionActor.create(
                        view.conversation(),
                        view.cursor(),
                        conversations,
                        settings,
                        output -> self.tell(new FromSubscription(output))),
                "subscription");
        timers.startTimerWithFixedDelay(Stay.INSTANCE, view.every());
        view.until().ifPresent(until -> {
            var left = Duration.between(Instant.now(), until);
            timers.startSingleTimer(TokenOver.INSTANCE, left.isNegative() ? Duration.ZERO : left);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromSubscription.class, this::onSubscription)
                .onMessageEquals(Stay.INSTANCE, this::onStay)
                .onMessage(Stayed.class, this::onStayed)
                .onMessageEquals(TokenOver.INSTANCE, () -> bye("token_expired", "Your sign-in has run out"))
                .onMessageEquals(Gone.INSTANCE, Behaviors::stopped)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onSubscription(FromSubscription message) {
        var output = message.output();
        if (output instanceof SubscriptionActor.Opened opened) {
            epoch = opened.epoch();
        } else if (output instanceof SubscriptionActor.Happened happened) {
            return happened(happened);
        } else if (output instanceof SubscriptionActor.Restarted restarted) {
            var reset = restarted.reset();
            epoch = reset.epoch();
            var text = new StringBuilder();
            reset.snapshots().forEach(snapshot -> text.append(ServerSentEvents.data(id(reset.seq()), snapshot)));
            return write(text.toString());
        } else if (output == SubscriptionActor.Unavailable.INSTANCE) {
            reader.fail(new IllegalStateException("The conversation did not answer in time"));
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<Command> happened(SubscriptionActor.Happened happened) {
        var text = new StringBuilder();
        long seq = happened.firstSeq();
        boolean somebodyCameOrWent = false;
        for (var event : happened.events()) {
            text.append(ServerSentEvents.data(id(seq++), event));
            somebodyCameOrWent |= event.contains(AgUiProjection.DESK);
        }
        if (somebodyCameOrWent) { // perhaps this visit has ended
            onStay();
        }
        return write(text.toString());
    }

    private String id(long seq) {
        return epoch + ":" + seq;
    }

    private Behavior<Command> onStay() {
        getContext().pipeToSelf(view.stay().get(), Stayed::new);
        return this;
    }

    private Behavior<Command> onStayed(Stayed stayed) {
        return stayed.receipt() instanceof Refused refused ? bye("visit_over", refused.message()) : this;
    }

    private Behavior<Command> bye(String code, String message) {
        var said = Json.object("bye", json -> {
            json.writeStringField("code", code);
            json.writeStringField("message", message);
        });
        reader.offer(ByteString.fromString(ServerSentEvents.event("bye", said)));
        reader.complete();
        return Behaviors.stopped();
    }

    private Behavior<Command> write(String text) {
        var taken = reader.offer(ByteString.fromString(text));
        if (taken == QueueOfferResult.dropped()) {
            getContext().getLog().info("Somebody at the desk does not keep up with a conversation and is cut off");
            reader.fail(new IllegalStateException("The reader does not keep up"));
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<Command> onPostStop() {
        reader.complete();
        return this;
    }
}
