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
import dev.jetway.runtime.commitment.CommitmentEvent.SettledAfterAll;
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
 * the same key. What nobody can find out ends as {@link CommitOutcome.Unknown}, for a person to settle; whoever asks is
 * told so once the case is on their list, so that a crash in between loses none.
 *
 * <p>There is one such entity per approval, in the primary region, which gives it leave for each call. What was approved
 * before this region became the primary may have been begun by the one before, and is treated as if it had been. It is
 * asked as often as its conversation likes; the second answer is the first one.
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

    /** A list that did not answer so often is not waited for: turns end. It goes on being told. */
    private static final int NOTED_IN_VAIN = 10;

    /** More askers than this for one action: the oldest is forgotten, and asks again. */
    private static final int MAX_WAITING = 8;

    public sealed interface Command extends JetwaySerializable {}

    /**
     * Carries the action out, or says what came of it.
     *
     * @param arguments JSON text, exactly as approved
     * @param validUntil nothing is begun after this, in milliseconds since 1970; 0 for always
     * @param begunAt when its turn began, before which nothing of it can have been done; 0 when nobody knows
     * @param title in the words of the question the traveler answered; {@code null} when not known
     */
    public record Execute(
            String tool,
            String arguments,
            Traveler traveler,
            long validUntil,
            long begunAt,
            String title,
            ActorRef<Settled> replyTo)
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

    /** Says how the case stands. */
    public record Inspect(ActorRef<CaseAnswer> replyTo) implements Command {}

    /** Ends an unknown outcome with what a person found out. Repeating it is safe. */
    public record Settle(Verdict verdict, ActorRef<CaseAnswer> replyTo) implements Command {}

    /** Asks the tool server once more what came of an unknown outcome. */
    public record LookUpAgain(ActorRef<CaseAnswer> replyTo) implements Command {}

    private record CaseNoted(Boolean listed, Throwable error) implements Command {}

    private record LookedUpAgain(LookUpResult found, ActorRef<CaseAnswer> replyTo) implements Command {}

    private record CallEnded(ToolResult result) implements Command {}

    private record LookUpEnded(LookUpResult result) implements Command {}

    private enum Again implements Command {
        SEND,
        LOOK_UP
    }

    private enum NoteCase implements Command {
        INSTANCE
    }

    /**
     * @param journal the plugin it is stored by; empty for the configured default
     * @param authority asked for leave before anything is begun, and before each call
     * @param onConcluded told of the outcome once it is stored; must not block or throw
     * @param desk where what nobody can find out is put before a person
     */
    public static Behavior<Command> create(
            String entityId,
            String journal,
            CommitmentSettings settings,
            CommitTools tools,
            Authority authority,
            Consumer<CommitOutcome> onConcluded,
            CaseDesk desk,
            Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new CommitmentEntity(
                context, timers, entityId, journal, settings, tools, authority, onConcluded, desk, clock)));
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String journal;
    private final CommitmentSettings settings;
    private final CommitTools tools;
    private final Authority authority;
    private final Consumer<CommitOutcome> onConcluded;
    private final CaseDesk desk;
    private final Clock clock;
    private final String id;
    private final String idempotencyKey;
    private final List<ActorRef<Settled>> waiting = new ArrayList<>();

    /** True from the start of a call or look-up to its end: there is never more than one. */
    private boolean busy;

    /** For the call under way, or the latest. */
    private Authority.Leave leave;

    /** Of the latest approval that was heard of. */
    private long validUntil;

    private final Setbacks setbacks = new Setbacks();

    /** Until the case is on the list; noted again by every incarnation that is asked. */
    private boolean noting;

    private boolean listed;

    private int notedInVain;

    private CommitmentEntity(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String entityId,
            String journal,
            CommitmentSettings settings,
            CommitTools tools,
            Authority authority,
            Consumer<CommitOutcome> onConcluded,
            CaseDesk desk,
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
        this.desk = desk;
        this.clock = clock;
        this.id = entityId;
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
                .onCommand(NoteCase.class, (state, note) -> onNoteCase(state))
                .onCommand(CaseNoted.class, this::onCaseNoted)
                .onCommand(Inspect.class, this::onInspect)
                .onCommand(Settle.class, this::onSettle)
                .onCommand(LookUpAgain.class, this::onLookUpAgain)
                .onCommand(LookedUpAgain.class, this::onLookedUpAgain)
                .build();
    }

    private ReplyEffect<CommitmentEvent, Commitment> onExecute(Commitment state, Execute execute) {
        if (state.ended() && (listed || !(state.outcome() instanceof CommitOutcome.Unknown))) {
            return Effect().reply(execute.replyTo(), new Settled(state.outcome()));
        }
        waiting.add(execute.replyTo());
        if (waiting.size() > MAX_WAITING) {
            waiting.remove(0);
        }
        validUntil = Math.max(validUntil, execute.validUntil());
        if (state.ended()) {
            return onNoteCase(state);
        }
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
        var opened =
                new Opened(clock.millis(), execute.tool(), execute.arguments(), execute.traveler(), execute.title());
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
        if (ended.result() instanceof ToolResult.Unavailable unavailable) {
            setbacks.note("attempt " + state.attempts(), unavailable.reason());
        }
        return follow(state, state.after(ended.result(), expired(state)));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onLookUpEnded(Commitment state, LookUpEnded ended) {
        busy = false;
        if (ended.result() instanceof LookUpResult.Silent silent) {
            setbacks.note("look-up", silent.reason());
        }
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
        boolean unknown = outcome instanceof CommitOutcome.Unknown;
        events.add(new Concluded(clock.millis(), outcome, unknown ? setbacks.latest() : List.of()));
        return Effect()
                .persist(events)
                .thenRun(state -> {
                    if (unknown) {
                        note(state);
                    } else {
                        answer(state.outcome());
                    }
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

    private void answer(CommitOutcome outcome) {
        waiting.forEach(asker -> asker.tell(new Settled(outcome)));
        waiting.clear();
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

    /* What follows is about outcomes that nobody could find out. */

    private void note(Commitment state) {
        if (!noting) {
            noting = true;
            context.pipeToSelf(desk.note(state.asCase(id)), CaseNoted::new);
        }
    }

    private ReplyEffect<CommitmentEvent, Commitment> onNoteCase(Commitment state) {
        note(state);
        return Effect().noReply();
    }

    private ReplyEffect<CommitmentEvent, Commitment> onCaseNoted(Commitment state, CaseNoted it) {
        noting = false;
        if (it.error() != null) {
            context.getLog()
                    .warn(
                            "{} could not be put before a person yet: {}",
                            id,
                            it.error().toString());
            if (++notedInVain >= NOTED_IN_VAIN) {
                answer(unlisted(state.outcome()));
            }
            timers.startSingleTimer(NoteCase.INSTANCE, NoteCase.INSTANCE, settings.retryDelay());
            return Effect().noReply();
        }
        listed = it.listed();
        answer(listed ? state.outcome() : unlisted(state.outcome()));
        return Effect().noReply();
    }

    private CommitOutcome unlisted(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.Unknown unknown
                ? new CommitOutcome.Unknown(unknown.reason(), true)
                : outcome;
    }

    private ReplyEffect<CommitmentEvent, Commitment> onInspect(Commitment state, Inspect inspect) {
        return Effect()
                .reply(inspect.replyTo(), state.isCase() ? CaseAnswer.agreed(state.asCase(id), "") : noCase(state));
    }

    private CaseAnswer noCase(Commitment state) {
        if (state.opened() == null) {
            return CaseAnswer.absent("Nothing was approved under the id %s.".formatted(id));
        }
        return CaseAnswer.absent(
                state.ended()
                        ? "%s is no case: it ended by itself as %s."
                                .formatted(id, state.outcome().getClass().getSimpleName())
                        : "%s is no case yet: it is being carried out, or looked up, at this moment.".formatted(id));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onSettle(Commitment state, Settle settle) {
        if (!state.isCase()) {
            return Effect().reply(settle.replyTo(), noCase(state));
        }
        var wanted = Settlement.of(settle.verdict(), state.opened().title(), clock.millis());
        return settled(state, wanted, "Nothing was changed.", settle.replyTo());
    }

    private ReplyEffect<CommitmentEvent, Commitment> settled(
            Commitment state, Settlement wanted, String claim, ActorRef<CaseAnswer> replyTo) {
        if (state.settlement() != null) {
            return Effect().reply(replyTo, CaseAnswer.of(state.asCase(id), wanted, claim));
        }
        context.getLog().info("{} is settled. {}", id, wanted.inWords());
        return Effect()
                .persist(new SettledAfterAll(wanted))
                .thenReply(replyTo, stored -> CaseAnswer.agreed(stored.asCase(id), ""));
    }

    private ReplyEffect<CommitmentEvent, Commitment> onLookUpAgain(Commitment state, LookUpAgain again) {
        if (!state.isCase()) {
            return Effect().reply(again.replyTo(), noCase(state));
        }
        var opened = state.opened();
        if (!tools.canLookUp(opened.tool())) {
            return Effect()
                    .reply(
                            again.replyTo(),
                            CaseAnswer.notNow(
                                    state.asCase(id),
                                    "No tool is configured that says what came of %s. Ask the provider, by the key %s."
                                            .formatted(opened.tool(), idempotencyKey)));
        }
        context.pipeToSelf(
                tools.lookUp(opened.traveler(), opened.tool(), idempotencyKey, deadline()),
                (found, error) -> new LookedUpAgain(
                        error == null ? found : new LookUpResult.Silent(error.toString()), again.replyTo()));
        return Effect().noReply();
    }

    /** That nothing is known under the key settles nothing: it may be known under another name, or tomorrow. */
    private ReplyEffect<CommitmentEvent, Commitment> onLookedUpAgain(Commitment state, LookedUpAgain it) {
        return it.found()
                .fold(
                        happened -> {
                            var wanted = Settlement.found(new CommitOutcome.Done(happened.content()), clock.millis());
                            var claim = "The tool server now says otherwise (%s). Nothing was changed."
                                    .formatted(happened.content());
                            if (state.settlement() != null
                                    && !state.settlement().agreesWith(wanted)) {
                                context.getLog()
                                        .warn(
                                                "{}: {} {}",
                                                id,
                                                state.settlement().inWords(),
                                                claim);
                            }
                            return settled(state, wanted, claim, it.replyTo());
                        },
                        nothing -> Effect()
                                .reply(
                                        it.replyTo(),
                                        CaseAnswer.notNow(
                                                state.asCase(id),
                                                "The tool server knows of nothing under the key %s. Settle it when the provider says the same."
                                                        .formatted(idempotencyKey))),
                        silent -> Effect()
                                .reply(
                                        it.replyTo(),
                                        CaseAnswer.notNow(
                                                state.asCase(id),
                                                "The tool server did not say: %s".formatted(silent.reason()))));
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
