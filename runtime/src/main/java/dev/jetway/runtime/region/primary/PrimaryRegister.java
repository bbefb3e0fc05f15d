package dev.jetway.runtime.region.primary;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.SignalHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where the primary is, as its region knows it: one entity per region, in that region's own journal. Only the register
 * of the primary gives leave to act, for one call at a time and for a bounded time.
 *
 * <p>A primary that steps down gives no more leave, waits until what it gave has come back or ended, and then records
 * the new one, in this order. So whoever hears of the new term knows that the old primary does not act any more,
 * unless the move was forced.
 */
public final class PrimaryRegister
        extends EventSourcedBehaviorWithEnforcedReplies<PrimaryRegister.Command, PrimaryEvent, Primacy> {

    public static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Primary");

    /** More who wait for one step-down: the oldest is forgotten, and asks again. */
    private static final int MAX_WAITING = 8;

    public sealed interface Command extends JetwaySerializable {}

    /** Asks for leave. @param lease names it @param heard what the other regions said last */
    record AskLeave(String lease, List<PrimaryMoved> heard, ActorRef<Answer> replyTo) implements Command {}

    record GiveBack(String lease) implements Command {}

    /** Says what others know. Answered with what is known then. */
    record Hear(List<PrimaryMoved> heard, ActorRef<Answer> replyTo) implements Command {}

    /** Asks this region to make another one the primary. Safe to repeat. */
    record StepDown(PrimaryMoved wanted, ActorRef<Answer> replyTo) implements Command {}

    /** Makes this region the primary, whatever the one before does. Safe to repeat. */
    record Force(PrimaryMoved wanted, ActorRef<Answer> replyTo) implements Command {}

    private enum Look implements Command {
        NOW
    }

    /**
     * @param latest what the register knows by now
     * @param refused why it did not do what it was asked, in a sentence; null when it did
     */
    record Answer(
            PrimaryMoved latest,
            @JsonInclude(JsonInclude.Include.NON_NULL) String refused) implements JetwaySerializable {

        static Answer known(PrimaryMoved latest) {
            return new Answer(latest, null);
        }
    }

    /**
     * @param configured the primary as long as none was moved
     * @param lease how long leave lasts
     * @param nanos of {@link System#nanoTime}
     */
    public static Behavior<Command> create(
            String region, String configured, Duration lease, Clock clock, LongSupplier nanos) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new PrimaryRegister(context, timers, region, configured, lease, clock, nanos)));
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String region;
    private final String configured;
    private final Duration lease;
    private final Clock clock;
    private final LongSupplier nanos;
    private final List<ActorRef<Answer>> waiting = new ArrayList<>();
    private Seat seat;

    private PrimaryRegister(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String region,
            String configured,
            Duration lease,
            Clock clock,
            LongSupplier nanos) {
        super(
                PersistenceId.of(TYPE_KEY.name(), region),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.region = region;
        this.configured = configured;
        this.lease = lease;
        this.clock = clock;
        this.nanos = nanos;
        this.seat = new Seat(lease, nanos.getAsLong());
    }

    @Override
    public Primacy emptyState() {
        return new Primacy(region, PrimaryMoved.configured(configured));
    }

    @Override
    public CommandHandlerWithReply<Command, PrimaryEvent, Primacy> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(AskLeave.class, this::onAskLeave)
                .onCommand(GiveBack.class, this::onGiveBack)
                .onCommand(Hear.class, this::onHear)
                .onCommand(StepDown.class, this::onStepDown)
                .onCommand(Force.class, this::onForce)
                .onCommand(Look.class, (state, look) -> leave())
                .build();
    }

    private ReplyEffect<PrimaryEvent, Primacy> onAskLeave(Primacy state, AskLeave ask) {
        var news = state.news(ask.heard());
        return news.isEmpty()
                ? Effect().reply(ask.replyTo(), judged(state, ask))
                : Effect()
                        .persist(news.get())
                        .thenRun(this::recorded)
                        .thenReply(ask.replyTo(), stored -> judged(stored, ask));
    }

    private Answer judged(Primacy state, AskLeave ask) {
        return new Answer(
                state.latest(),
                seat.ask(state, ask.heard(), ask.lease(), nanos.getAsLong()).orElse(null));
    }

    private ReplyEffect<PrimaryEvent, Primacy> onGiveBack(Primacy state, GiveBack it) {
        seat.giveBack(it.lease());
        return leave();
    }

    private ReplyEffect<PrimaryEvent, Primacy> onHear(Primacy state, Hear hear) {
        var news = state.news(hear.heard());
        return news.isEmpty()
                ? Effect().reply(hear.replyTo(), Answer.known(state.latest()))
                : Effect()
                        .persist(news.get())
                        .thenRun(this::recorded)
                        .thenReply(hear.replyTo(), stored -> Answer.known(stored.latest()));
    }

    private ReplyEffect<PrimaryEvent, Primacy> onStepDown(Primacy state, StepDown it) {
        var wanted = it.wanted();
        if (wanted.term() <= state.latest().term()) {
            return Effect().reply(it.replyTo(), Answer.known(state.latest()));
        }
        var refused = seat.stepDown(state, wanted);
        if (refused.isPresent()) {
            return Effect().reply(it.replyTo(), new Answer(state.latest(), refused.get()));
        }
        if (waiting.size() == MAX_WAITING) {
            waiting.remove(0);
        }
        waiting.add(it.replyTo());
        return leave();
    }

    /** Records the move that was asked for, once nobody acts here any more. */
    private ReplyEffect<PrimaryEvent, Primacy> leave() {
        long now = nanos.getAsLong();
        var due = seat.due(now);
        if (due.isPresent()) {
            return Effect()
                    .persist(due.get().at(clock.millis()))
                    .thenRun(this::recorded)
                    .thenNoReply();
        }
        seat.dueIn(now).ifPresent(wait -> timers.startSingleTimer(Look.NOW, Look.NOW, wait));
        return Effect().noReply();
    }

    private ReplyEffect<PrimaryEvent, Primacy> onForce(Primacy state, Force it) {
        var latest = state.latest();
        if (latest.term() >= it.wanted().term() || !it.wanted().region().equals(region)) {
            boolean repeated = state.here() && latest.term() == it.wanted().term();
            return Effect().reply(it.replyTo(), new Answer(latest, repeated ? null : state.sentence()));
        }
        return Effect()
                .persist(it.wanted().at(clock.millis()))
                .thenRun(this::recorded)
                .thenReply(it.replyTo(), stored -> Answer.known(stored.latest()));
    }

    /** Whatever this region was about to give away, it is another's now. */
    private void recorded(Primacy state) {
        var latest = state.latest();
        seat.settled();
        timers.cancel(Look.NOW);
        waiting.forEach(asker -> asker.tell(Answer.known(latest)));
        waiting.clear();
        var line = "Region %s is the primary from term %d on, %s by %s: %s"
                .formatted(
                        latest.region(),
                        latest.term(),
                        latest.forced() ? "forced" : "moved",
                        latest.by(),
                        latest.reason());
        if (latest.forced()) {
            context.getLog().warn(line);
        } else {
            context.getLog().info(line);
        }
    }

    @Override
    public EventHandler<Primacy, PrimaryEvent> eventHandler() {
        return (state, event) -> event.applyTo(state);
    }

    @Override
    public SignalHandler<Primacy> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> {
                    // After a failed write this object lives on, and its timers do not.
                    seat = new Seat(lease, nanos.getAsLong());
                    waiting.clear();
                })
                .build();
    }
}
