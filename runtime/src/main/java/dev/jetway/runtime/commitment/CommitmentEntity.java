package dev.jetway.runtime.commitment;

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
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.commitment.CommitmentEvent.Concluded;
import dev.jetway.runtime.commitment.CommitmentEvent.Opened;
import dev.jetway.runtime.commitment.CommitmentEvent.Sent;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One approved action, carried out at most once.
 *
 * <p>That the call is about to leave is stored before it leaves. When its answer is lost, with the
 * connection or with this node, it is not sent again blindly: the tool server is asked what came of it
 * by its idempotency key, and only a tool that promises to act once per key gets the call again, with
 * the same key. What nobody can find out ends as {@link CommitOutcome.Unknown}, for a person to settle.
 *
 * <p>There is one such entity per approval, in the primary region, which gives it leave for each call. What was approved
 * before this region became the primary may have been begun by the one before, and is treated as if it had been. It is asked as often as its
 * conversation likes; the second answer is the first one.
 */
public final class CommitmentEntity
        extends EventSourcedBehaviorWithEnforcedReplies<CommitmentEntity.Command, CommitmentEvent, Commitment> {

    public static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Commitment");

    /** As {@link dev.jetway.runtime.conversation.ConversationEntity#typeKey}. */
    public static EntityTypeKey<Command> typeKey(String placement) {
        return placement.equals(Placement.EVERYWHERE)
                ? TYPE_KEY
                : EntityTypeKey.create(Command.class, TYPE_KEY.name() + "-" + placement);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String EXPIRED = "The approval had expired before this could be done.";

    /** More askers than this for one action: the oldest is forgotten, and asks again. */
    private static final int MAX_WAITING = 8;

    public sealed interface Command extends JetwaySerializable {}

    /**
     * Carries the action out, or says what came of it.
     *
     * @param arguments JSON text, exactly as approved
     * @param validUntil nothing is begun after this, in milliseconds since 1970; 0 for always
     * @param begunAt when its turn began, before which nothing of it can have been done; 0 when nobody knows
     */
    public record Execute(
            String tool, String arguments, Traveler traveler, long validUntil, long begunAt, ActorRef<Settled> replyTo)
            implements Command {}

    /** @param notYet why there is no outcome yet, and it is to be asked for again; null when there is one */
    public record Settled(
            CommitOutcome outcome,
            @JsonInclude(JsonInclude.Include.NON_NULL) String notYet) implements JetwaySerializable {

        public Settled(CommitOutcome outcome) {
            this(outcome, null);
        }
    }

    /** @param asked null when it is about another attempt @param leave null when there was none */
    private record LeaveAsked(Execute asked, Authority.Leave leave, Throwable refused) implements Command {}

    private record CallEnded(ToolResult result) implements Command {}

    private record LookUpEnded(LookUpResult result) implements Command {}

    private enum Again implements Command {
        SEND,
        LOOK_UP
    }

    /**
     * @param journal the plugin it is stored by; empty for the configured default
     * @param authority asked for leave before anything is begun, and before each call
     * @param onConcluded told of the outcome once it is stored; must not block or throw
     */
    public static Behavior<Command> create(
            String entityId,
            String journal,
            CommitmentSettings settings,
            CommitTools tools,
            Authority authority,
            Consumer<CommitOutcome> onConcluded,
            Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new CommitmentEntity(
                context, timers, entityId, journal, settings, tools, authority, onConcluded, clock)));
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String journal;
    private final CommitmentSettings settings;
    private final CommitTools tools;
    private final Authority authority;
    private final Consumer<CommitOutcome> onConcluded;
    private final Clock clock;
    private final String idempotencyKey;
    private final List<ActorRef<Settled>> waiting = new ArrayList<>();

    /** True from the start of a call or look-up to its end: there is never more than one. */
    private boolean busy;

    /** For the call under way, or the latest. */
    private Authority.Leave leave;

    /** Of the latest approval that was heard of. */
    private long validUntil;

    private CommitmentEntity(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String entityId,
            String journal,
            CommitmentSettings settings,
            CommitTools tools,
            Authority authority,
            Consumer<CommitOutcome> onConcluded,
            Clock clock) {
        super(
                PersistenceId.of(TYPE_KEY.name(), entityId),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.journal = journal;
        this.settings = settings;
        this.tools = tools;
        this.authority = authority;
        this.onConcluded = onConcluded;
        this.clock = clock;
        this.idempotencyKey = Digests.sha256(entityId);
    }

    @Override
    public String journalPluginId() {
        return journal;
    }

    @Override
    public Commitment emptyState() {
        return Commitment.NONE;
    }

    @Override
    public CommandHandlerWithReply<Command, CommitmentEvent, Commitment> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Execute.class, this::onExecute)
                .onCommand(LeaveAsked.class, this::onLeaveAsked)
                .onCommand(CallEnded.class, this::onCallEnded)
                .onCommand(LookUpEnded.class, this::onLookUpEnded)
                .onCommand(Again.class, this::onAgain)
                .build();
    }

    private ReplyEffect<CommitmentEvent, Commitment> onExecute(Commitment state, Execute execute) {
        if (state.concluded()) {
            return Effect().reply(execute.replyTo(), new Settled(state.outcome()));
        }
        waiting.add(execute.replyTo());
        if (waiting.size() > MAX_WAITING) {
            waiting.remove(0);
        }
        validUntil = Math.max(validUntil, execute.validUntil());
        if (!busy) {
            askLeave(execute);
        }
        return Effect().noReply();
    }

    private void askLeave(Execute asked) {
        busy = true;
        context.pipeToSelf(authority.leave(), (given, refused) -> new LeaveAsked(asked, given, refused));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onLeaveAsked(Commitment state, LeaveAsked it) {
        busy = false;
        if (it.leave() == null) {
            return it.asked() == null && !expired(state) ? later(Again.SEND) : putOff(it.refused());
        }
        if (leave != null && leave.term() != it.leave().term()) {
            it.leave().giveBack();
            return putOff(new IllegalStateException("Another region may have acted; what it stored is read first"));
        }
        leave = it.leave();
        if (state.opened() == null) {
            return begin(it.asked());
        }
        if (it.asked() != null) { // a call was under way when this entity last stopped
            leave.giveBack();
            lookUp(state);
            return Effect().noReply();
        }
        return send(state, List.of());
    }

    /** Whoever waits asks again, perhaps another region, and finds what is stored by then. */
    private ReplyEffect<CommitmentEvent, Commitment> putOff(Throwable why) {
        waiting.forEach(asker -> asker.tell(new Settled(null, String.valueOf(why.getMessage()))));
        return Effect().stop().thenNoReply();
    }

    private ReplyEffect<CommitmentEvent, Commitment> begin(Execute execute) {
        var opened = new Opened(clock.millis(), execute.tool(), execute.arguments(), execute.traveler());
        if (Commitment.mayHaveBegunElsewhere(execute.begunAt(), leave.since())) {
            leave.giveBack();
            busy = true;
            return Effect()
                    .persist(List.of(opened, new Sent(clock.millis(), 1)))
                    .thenRun(this::lookUp)
                    .thenNoReply();
        }
        if (late()) {
            leave.giveBack();
            return conclude(List.of(opened), new CommitOutcome.NotSent(EXPIRED));
        }
        return send(opened.applyTo(Commitment.NONE), List.of(opened));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onCallEnded(Commitment state, CallEnded ended) {
        busy = false;
        leave.giveBack();
        return follow(state, state.after(ended.result(), expired(state)));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onLookUpEnded(Commitment state, LookUpEnded ended) {
        busy = false;
        boolean idempotent = tools.idempotent(state.opened().tool());
        return follow(state, state.afterLookUp(ended.result(), idempotent, expired(state)));
    }

    private ReplyEffect<CommitmentEvent, Commitment> follow(Commitment state, Commitment.Next next) {
        return next.fold(
                conclude -> conclude(List.of(), conclude.outcome()),
                lookUp -> later(Again.LOOK_UP),
                send -> later(Again.SEND));
    }

    private ReplyEffect<CommitmentEvent, Commitment> later(Again what) {
        busy = true;
        timers.startSingleTimer(what, what, settings.retryDelay());
        return Effect().noReply();
    }

    private ReplyEffect<CommitmentEvent, Commitment> onAgain(Commitment state, Again what) {
        if (what == Again.SEND) {
            askLeave(null);
        } else {
            lookUp(state);
        }
        return Effect().noReply();
    }

    private ReplyEffect<CommitmentEvent, Commitment> send(Commitment state, List<CommitmentEvent> before) {
        busy = true;
        List<CommitmentEvent> events = new ArrayList<>(before);
        events.add(new Sent(clock.millis(), state.attempts() + 1));
        return Effect().persist(events).thenRun(this::call).thenNoReply();
    }

    private void call(Commitment state) {
        var opened = state.opened();
        if (!leave.covers(settings.callTimeout())) {
            context.getSelf().tell(new CallEnded(new ToolResult.Unavailable("storing it took too long", false)));
            return;
        }
        try {
            var arguments = JSON.readTree(opened.arguments());
            context.pipeToSelf(
                    tools.commit(opened.traveler(), opened.tool(), arguments, idempotencyKey, deadline()),
                    (result, error) ->
                            new CallEnded(error == null ? result : new ToolResult.Unavailable(error.toString(), true)));
        } catch (JsonProcessingException e) {
            context.getSelf().tell(new CallEnded(new ToolResult.ToolError("The stored arguments can't be read")));
        }
    }

    private void lookUp(Commitment state) {
        busy = true;
        var opened = state.opened();
        context.pipeToSelf(
                tools.lookUp(opened.traveler(), opened.tool(), idempotencyKey, deadline()),
                (found, error) -> new LookUpEnded(error == null ? found : new LookUpResult.Silent(error.toString())));
    }

    private ReplyEffect<CommitmentEvent, Commitment> conclude(List<CommitmentEvent> before, CommitOutcome outcome) {
        List<CommitmentEvent> events = new ArrayList<>(before);
        events.add(new Concluded(clock.millis(), outcome));
        return Effect()
                .persist(events)
                .thenRun(state -> {
                    waiting.forEach(asker -> asker.tell(new Settled(state.outcome())));
                    waiting.clear();
                    onConcluded.accept(outcome);
                    context.getLog()
                            .info(
                                    "{} of {} ended as {}",
                                    state.opened().tool(),
                                    persistenceId().id(),
                                    outcome.getClass().getSimpleName());
                })
                .thenNoReply();
    }

    private Instant deadline() {
        return clock.instant().plus(settings.callTimeout());
    }

    /** An approval that came in time may take a little longer to get here. */
    private boolean late() {
        return validUntil > 0
                && clock.millis() - validUntil > settings.callTimeout().toMillis();
    }

    private boolean expired(Commitment state) {
        return late()
                || clock.millis() - state.opened().at() > settings.giveUpAfter().toMillis();
    }

    @Override
    public EventHandler<Commitment, CommitmentEvent> eventHandler() {
        return (state, event) -> event.applyTo(state);
    }

    @Override
    public SignalHandler<Commitment> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> {
                    // After a failed write this object lives on, and its timers do not.
                    busy = false;
                    waiting.clear();
                })
                .build();
    }
}
