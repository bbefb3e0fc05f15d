package dev.jetway.runtime.conversation;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.ReplicatedEventSourcing;
import akka.persistence.typed.javadsl.ReplicationContext;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.SignalHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationEvent.ApprovalsAnswered;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.ConversationEvent.TurnCanceled;
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * One conversation, alive in every region at once.
 *
 * <p>This class is plumbing: commands become events, events become work. What a conversation <em>is</em>
 * lives in {@link Conversation}, what follows from what in {@link Turn}. The region that received a
 * message works on it; the others follow its events, and one of them goes on with it when that region is lost.
 *
 * <p>A write is what costs, so what belongs together is written together: a message with its plan and the
 * start of its first tasks, the results of sibling tasks that end within {@link
 * ConversationSettings#reportLinger}, the last result with the reply.
 */
public final class ConversationEntity
        extends ReplicatedEntity<ConversationEntity.Command, ConversationEvent, Conversation> {

    public static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Conversation");

    /** Those that stay in some regions are of a type that only these regions have. */
    public static EntityTypeKey<Command> typeKey(String placement) {
        return placement.equals(Placement.EVERYWHERE)
                ? TYPE_KEY
                : EntityTypeKey.create(Command.class, TYPE_KEY.name() + "-" + placement);
    }

    /** @throws IllegalStateException for a conversation that may not be in this region */
    public static EntityRef<Command> find(ClusterSharding sharding, String entityId) {
        return sharding.entityRefFor(typeKey(ConversationId.placementIn(entityId)), entityId);
    }

    public sealed interface Command extends JetwaySerializable {}

    /**
     * A new message. Repeating a {@code runId} is safe and changes nothing.
     *
     * @param messages the client's latest messages, oldest first; those that were seen before are ignored
     * @param respond false to have the message recorded and nothing else
     * @param person true to have it recorded, and put before a person
     */
    public record Submit(
            String runId,
            List<UserMessage> messages,
            boolean respond,
            Traveler traveler,
            ActorRef<Receipt> replyTo,
            boolean person)
            implements Command {

        /** Without asking for a person. */
        public Submit(
                String runId,
                List<UserMessage> messages,
                boolean respond,
                Traveler traveler,
                ActorRef<Receipt> replyTo) {
            this(runId, messages, respond, traveler, replyTo, false);
        }
    }

    public record UserMessage(String id, String text) {}

    /**
     * Answers to all open questions. Repeating an answer is safe.
     *
     * @param approvals by approval id
     */
    public record Answers(String runId, Map<String, Boolean> approvals, ActorRef<Receipt> replyTo) implements Command {}

    /** Ends a turn early. @param runId which one; {@code null} for whichever is open */
    public record Cancel(String runId, ActorRef<Receipt> replyTo) implements Command {}

    /** Asks for all events after a cursor. @param epoch {@code null} together with {@code afterSeq}: no cursor */
    public record Subscribe(ActorRef<Update> subscriber, String epoch, Long afterSeq) implements Command {}

    /** Says that a subscriber is still there; answered only by {@link Lost}. */
    public record Renew(ActorRef<Update> subscriber, String epoch) implements Command {}

    public record Unsubscribe(ActorRef<Update> subscriber) implements Command {}

    /**
     * Asks how a run is, and for the cursor behind what the answer says of it.
     *
     * @param runId which one; {@code null} for the one that is open, or else asks, or else was the last
     */
    public record GetRun(String runId, ActorRef<RunFound> replyTo) implements Command {}

    /** @param before a message id, or {@code null} for the latest */
    public record GetHistory(String before, int limit, ActorRef<History> replyTo) implements Command {}

    /** What is being done for a task right now, or waited for: told to whoever listens, and kept nowhere. */
    public record Progressed(String turnId, String taskId, String line) implements Command {}

    /** Another region has stored this; answered once this one has, too, and never before. */
    public record Confirm(Confirmation what, ActorRef<Confirmed> replyTo) implements Command {}

    /**
     * What came of an approved action has become known after its turn had ended. Repeating it is safe; told to any
     * region, all get to know it.
     */
    public record Found(String turnId, String taskId, LateOutcome outcome, ActorRef<Receipt> replyTo)
            implements Command {}

    /** What somebody from the desk wants. Repeating any of it is safe. */
    public sealed interface AtDesk extends Command {
        ActorRef<Receipt> replyTo();
    }

    /**
     * Comes in, or stays.
     *
     * @param tenant the only one whose travelers the clerk may speak with; {@code null} for any
     */
    public record DeskJoin(String visitId, Clerk clerk, String tenant, ActorRef<Receipt> replyTo) implements AtDesk {}

    /** Says that a visit goes on. */
    public record DeskStay(String visitId, Clerk clerk, ActorRef<Receipt> replyTo) implements AtDesk {}

    /** Says something to the traveler. */
    public record DeskSay(String visitId, Clerk clerk, UserMessage message, ActorRef<Receipt> replyTo)
            implements AtDesk {}

    /** Has the agents work on something in the traveler's place. */
    public record DeskAsk(String visitId, Clerk clerk, String runId, UserMessage message, ActorRef<Receipt> replyTo)
            implements AtDesk {}

    /** Hands the conversation back. */
    public record DeskLeave(String visitId, Clerk clerk, ActorRef<Receipt> replyTo) implements AtDesk {}

    enum VisitsOver implements Command {
        INSTANCE
    }

    /** Goes on with whatever is unfinished. */
    public enum Wake implements Command {
        INSTANCE
    }

    record Planned(String turnId, Planning planning, String failure) implements Command {}

    record Worked(String turnId, Report report) implements Command {}

    record CommitUnsettled(String turnId, String taskId) implements Command {}

    private record AskCommitAgain(String turnId, String taskId) implements Command {}

    record Composed(String turnId, Written reply) implements Command {}

    /** The next piece of a reply that is being written. */
    record Wrote(String turnId, Owner owner, String piece) implements Command {}

    private enum StoreReports implements Command {
        INSTANCE
    }

    record DeadlinePassed(String turnId) implements Command {}

    private enum Adopt implements Command {
        INSTANCE
    }

    private enum ForeignEvent implements Command {
        INSTANCE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@Type(value = Accepted.class, name = "accepted"), @Type(value = Refused.class, name = "refused")})
    public sealed interface Receipt extends JetwaySerializable {}

    /** What was asked is durable. @param duplicate it had been asked before, and nothing was done again */
    public record Accepted(boolean duplicate) implements Receipt {}

    /** Nothing was changed. @param code one of the error codes of {@code jetway.v1} */
    public record Refused(String code, String message, boolean retryable) implements Receipt {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @Type(value = Subscribed.class, name = "subscribed"),
        @Type(value = Events.class, name = "events"),
        @Type(value = Reset.class, name = "reset"),
        @Type(value = Lost.class, name = "lost")
    })
    public sealed interface Update extends JetwaySerializable {}

    /** @param entity to be watched; when it stops, subscribe again with the cursor */
    public record Subscribed(String epoch, long seq, boolean recovered, ActorRef<Command> entity) implements Update {}

    /** The event at index {@code i} has the number {@code firstSeq + i}. */
    public record Events(String epoch, long firstSeq, List<String> events) implements Update {}

    /** The numbering has changed; {@code snapshots} say all there is to know at {@code seq}. */
    public record Reset(String epoch, long seq, String reason, List<String> snapshots) implements Update {}

    /** The subscription is not known (any more): subscribe again with the cursor. */
    public record Lost(String epoch) implements Update {}

    /**
     * @param questions the open ones, by approval id
     * @param run {@code null} when there is no such run
     */
    public record RunFound(String epoch, long seq, List<String> questions, RunSoFar run)
            implements JetwaySerializable {}

    public enum Confirmed implements JetwaySerializable {
        INSTANCE
    }

    public record History(List<HistoryMessage> messages, boolean more) implements JetwaySerializable {}

    /** @param by the name of the person at the desk who said it; {@code null} when it was not said by one */
    public record HistoryMessage(
            String id,
            String role,
            String content,
            long at,
            @JsonInclude(JsonInclude.Include.NON_NULL) String by) {

        public HistoryMessage(String id, String role, String content, long at) {
            this(id, role, content, at, null);
        }
    }

    public static Behavior<Command> create(
            ReplicationId id,
            Journals journals,
            ConversationSettings settings,
            Coordination coordination,
            Projection projection,
            Clock clock) {
        Map<ReplicaId, String> replicas = new HashMap<>();
        journals.replicas().forEach((region, plugin) -> replicas.put(new ReplicaId(region), plugin));
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> ReplicatedEventSourcing.perReplicaJournalConfig(
                        id,
                        replicas,
                        replication -> new ConversationEntity(
                                context,
                                timers,
                                replication,
                                journals.own(),
                                settings,
                                coordination,
                                new Audience(projection, settings.subscriberLease(), clock),
                                clock))));
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ConversationSettings settings;
    private final Coordination coordination;
    private final Adoption adoption;
    private final WorkUnderWay work;
    private final Visitors visitors;
    private final Audience audience;
    private final Step.Writer writer;
    private final Clock clock;
    private final String conversation;
    private final String region;
    private final String journal;
    private final int regions;

    /** Results that wait to be stored with those of their siblings; a lost one is worked again. */
    private final Map<String, List<Report>> unstored = new TreeMap<>();

    private final Confirming confirming = new Confirming();

    private long loadedAt;

    /** Others may have gone on with what this region had begun; until then it does not. */
    private long caughtUpAt;

    private ConversationEntity(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReplicationContext replication,
            String journal,
            ConversationSettings settings,
            Coordination coordination,
            Audience audience,
            Clock clock) {
        super(replication);
        this.context = context;
        this.timers = timers;
        this.journal = journal;
        this.settings = settings;
        this.coordination = coordination;
        this.audience = audience;
        this.clock = clock;
        this.conversation = replication.entityId();
        this.region = replication.replicaId().id();
        this.adoption = new Adoption(region, coordination, settings.catchUp());
        this.work = new WorkUnderWay(context, timers, conversation, region, settings, coordination, clock);
        this.writer = new Step.Writer() {
            @Override
            public CompletionStage<Written> compose(Turn turn) {
                return work.compose(turn);
            }

            @Override
            public String completed(Turn turn, String text) {
                return audience.completed(turn, text);
            }
        };
        this.visitors = new Visitors(timers, conversation, region, settings.catchUp(), coordination);
        this.regions = replication.getAllReplicas().size();
    }

    @Override
    public String journalPluginId() {
        return journal;
    }

    @Override
    public Conversation emptyState() {
        return Conversation.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, ConversationEvent, Conversation> commandHandler() {
        return handlers(Command.class)
                .on(Submit.class, this::onSubmit)
                .on(Answers.class, this::onAnswers)
                .on(Cancel.class, this::onCancel)
                .on(Subscribe.class, this::onSubscribe)
                .on(Renew.class, this::onRenew)
                .on(Unsubscribe.class, this::onUnsubscribe)
                .on(GetRun.class, this::onGetRun)
                .on(GetHistory.class, this::onGetHistory)
                .on(Progressed.class, this::onProgressed)
                .on(Confirm.class, this::onConfirm)
                .on(Found.class, this::onFound)
                .on(AtDesk.class, this::onAtDesk)
                .on(VisitsOver.class, (state, over) -> onVisitsOver(state))
                .on(Wake.class, (state, wake) -> onWake(state))
                .on(Planned.class, this::onPlanned)
                .on(Worked.class, this::onWorked)
                .on(StoreReports.class, (state, store) -> onStoreReports(state))
                .on(CommitUnsettled.class, this::onCommitUnsettled)
                .on(AskCommitAgain.class, this::onAskCommitAgain)
                .on(Composed.class, this::onComposed)
                .on(Wrote.class, this::onWrote)
                .on(DeadlinePassed.class, this::onDeadlinePassed)
                .on(Adopt.class, (state, adopt) -> onAdopt(state))
                .on(ForeignEvent.class, (state, foreign) -> onForeignEvent(state))
                .exhaustive();
    }

    private ReplyEffect<ConversationEvent, Conversation> onSubmit(Conversation state, Submit submit) {
        var known = state.turn(submit.runId());
        if (known.isPresent()) {
            boolean same = submit.messages().stream()
                    .anyMatch(message -> known.get().message().says(message.id(), message.text()));
            considerAdoption(state);
            return Effect().reply(submit.replyTo(), same ? new Accepted(true) : Refusals.otherContent(submit.runId()));
        }
        var unseen = submit.messages().stream()
                .filter(message -> !state.hasMessage(message.id()))
                .toList();
        if (unseen.isEmpty()) {
            return Effect().reply(submit.replyTo(), Refusals.NO_NEW_MESSAGE);
        }
        considerAdoption(state);
        boolean attended = !state.people().present(now()).isEmpty();
        return receive(
                state,
                submit.runId(),
                new Message(
                        unseen.get(unseen.size() - 1).id(),
                        String.join("\n", unseen.stream().map(UserMessage::text).toList()),
                        submit.traveler(),
                        submit.respond() && !submit.person() && !attended,
                        submit.person(),
                        null),
                submit.replyTo());
    }

    private ReplyEffect<ConversationEvent, Conversation> receive(
            Conversation state, String runId, Message message, ActorRef<Receipt> replyTo) {
        if (state.turns().size() >= settings.maxTurns()) {
            return Effect().reply(replyTo, Refusals.full(settings.maxTurns()));
        }
        if (message.respond() && state.openIn(region).stream().anyMatch(turn -> !turn.waiting())) {
            return Effect().reply(replyTo, Refusals.BUSY);
        }
        var events = new ArrayList<>(desk(state).over());
        if (message.respond()) { // what waits for an answer, wherever it was asked, got this message instead
            events.addAll(givenUp(
                    state, state.turns().open().stream().filter(Turn::waiting).toList()));
        }
        var owner = new Owner(0, region);
        events.add(new MessageReceived(runId, owner, now(), message));
        if (!message.respond()) {
            return store(state, events).thenReply(replyTo, stored -> new Accepted(false));
        }
        var planning = work.planning(state, message);
        if (finished(planning)) {
            events.addAll(planned(runId, owner, planning.toCompletableFuture().join()));
            return store(state, events).thenReply(replyTo, stored -> new Accepted(false));
        }
        return store(state, events)
                .thenRun(() -> work.awaitPlan(runId, planning))
                .thenReply(replyTo, stored -> new Accepted(false));
    }

    /** Ends these turns, with all that follows, before anything else happens: their runs end first, too. */
    private List<ConversationEvent> givenUp(Conversation state, List<Turn> waiting) {
        var canceled = waiting.stream()
                .<ConversationEvent>map(turn -> new TurnCanceled(turn.id(), now(), region))
                .toList();
        return Step.from(state, canceled, region, now(), writer).events();
    }

    private ReplyEffect<ConversationEvent, Conversation> onAnswers(Conversation state, Answers given) {
        var questions = Questions.of(state);
        return questions
                .judge(given.approvals(), clock.instant())
                .fold(
                        fresh -> {
                            var answers = new TreeMap<String, Answer>();
                            given.approvals()
                                    .forEach((id, yes) ->
                                            answers.put(id, new Answer(yes, region, given.runId(), now())));
                            var event = new ApprovalsAnswered(fresh.turnId(), now(), given.runId(), answers);
                            return store(state, List.of(event))
                                    .thenReply(given.replyTo(), stored -> new Accepted(false));
                        },
                        repeated -> Effect().reply(given.replyTo(), new Accepted(true)),
                        expired -> store(state, List.of(new TurnCanceled(expired.turnId(), now(), region)))
                                .thenReply(given.replyTo(), stored -> Refusals.EXPIRED),
                        refused -> Effect().reply(given.replyTo(), refused.why()));
    }

    private ReplyEffect<ConversationEvent, Conversation> onCancel(Conversation state, Cancel cancel) {
        var open = state.turns().open().stream()
                .filter(turn -> cancel.runId() == null || state.isRunOf(cancel.runId(), turn))
                .filter(turn -> !state.isCanceled(turn.id()))
                .toList();
        if (open.isEmpty()) {
            boolean unknown = cancel.runId() != null
                    && state.turns().values().stream().noneMatch(turn -> state.isRunOf(cancel.runId(), turn));
            return Effect().reply(cancel.replyTo(), unknown ? Refusals.unknownRun(cancel.runId()) : new Accepted(true));
        }
        List<ConversationEvent> events = new ArrayList<>();
        open.forEach(turn -> events.add(new TurnCanceled(turn.id(), now(), region)));
        return store(state, events).thenReply(cancel.replyTo(), stored -> new Accepted(false));
    }

    private ReplyEffect<ConversationEvent, Conversation> onSubscribe(Conversation state, Subscribe subscribe) {
        audience.subscribe(state, subscribe, context.getSelf());
        considerAdoption(state);
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onRenew(Conversation state, Renew renew) {
        audience.renew(renew);
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onUnsubscribe(Conversation state, Unsubscribe it) {
        audience.unsubscribe(it.subscriber());
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onGetRun(Conversation state, GetRun get) {
        return Effect().reply(get.replyTo(), audience.run(state, get.runId()));
    }

    private ReplyEffect<ConversationEvent, Conversation> onGetHistory(Conversation state, GetHistory get) {
        return Effect().reply(get.replyTo(), Transcript.before(state, get.before(), get.limit()));
    }

    private ReplyEffect<ConversationEvent, Conversation> onConfirm(Conversation state, Confirm confirm) {
        confirming.ask(state, confirm);
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onProgressed(Conversation state, Progressed it) {
        boolean working = state.turn(it.turnId())
                .filter(turn -> !turn.ended() && turn.plan() != null)
                .flatMap(turn -> turn.plan().find(it.taskId()))
                .filter(task ->
                        task.status() instanceof TaskStatus.Working || task.status() instanceof TaskStatus.Committing)
                .isPresent();
        if (working) {
            audience.tell(state, it.turnId(), it.taskId(), it.line());
        }
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onFound(Conversation state, Found it) {
        var event = new OutcomeFound(it.turnId(), now(), it.taskId(), it.outcome());
        if (event.applyTo(state) == state) {
            return Effect().reply(it.replyTo(), new Accepted(true));
        }
        return store(state, List.of(event)).thenReply(it.replyTo(), stored -> new Accepted(false));
    }

    private ReplyEffect<ConversationEvent, Conversation> onAtDesk(Conversation state, AtDesk wish) {
        if (wish instanceof DeskAsk ask) {
            return onDeskAsk(state, ask);
        }
        return judged(state, wish)
                .fold(
                        granted ->
                                store(state, granted.events()).thenReply(wish.replyTo(), stored -> new Accepted(false)),
                        repeated -> Effect().reply(wish.replyTo(), new Accepted(true)),
                        denied -> Effect().reply(wish.replyTo(), denied.why()));
    }

    private DeskRules.Verdict judged(Conversation state, AtDesk wish) {
        var rules = desk(state);
        if (wish instanceof DeskJoin join) {
            return rules.join(join.visitId(), join.clerk(), join.tenant());
        }
        if (wish instanceof DeskStay stay) {
            return rules.stay(stay.visitId(), stay.clerk());
        }
        if (wish instanceof DeskSay say) {
            return rules.say(
                    say.visitId(),
                    say.clerk(),
                    say.message().id(),
                    say.message().text());
        }
        if (wish instanceof DeskLeave leave) {
            return rules.leave(leave.visitId(), leave.clerk());
        }
        throw new IllegalStateException("A wish this conversation does not know: " + wish.getClass());
    }

    private ReplyEffect<ConversationEvent, Conversation> onDeskAsk(Conversation state, DeskAsk ask) {
        var known = state.turn(ask.runId());
        if (known.isPresent()) {
            boolean same =
                    known.get().message().says(ask.message().id(), ask.message().text());
            return Effect().reply(ask.replyTo(), same ? new Accepted(true) : Refusals.otherContent(ask.runId()));
        }
        var visit = desk(state).here(ask.visitId(), ask.clerk());
        if (visit.isEmpty()) {
            return Effect().reply(ask.replyTo(), Refusals.NOT_HERE);
        }
        if (state.hasMessage(ask.message().id())) {
            return Effect().reply(ask.replyTo(), Refusals.NO_NEW_MESSAGE);
        }
        considerAdoption(state);
        return receive(
                state,
                ask.runId(),
                new Message(
                        ask.message().id(),
                        ask.message().text(),
                        state.traveler().orElseThrow(),
                        true,
                        false,
                        visit.get().clerk()),
                ask.replyTo());
    }

    private DeskRules desk(Conversation state) {
        return new DeskRules(state, region, now(), settings.deskVisit().toMillis(), settings.maxTurns());
    }

    private ReplyEffect<ConversationEvent, Conversation> onVisitsOver(Conversation state) {
        return store(state, desk(state).over()).thenNoReply();
    }

    /** Does again what this region had started before it stopped: agents run at least once. */
    private ReplyEffect<ConversationEvent, Conversation> onWake(Conversation state) {
        long wait = caughtUpAt - now();
        if (wait > 0) {
            timers.startSingleTimer(Wake.INSTANCE, Wake.INSTANCE, Duration.ofMillis(wait));
            return Effect().noReply();
        }
        work.resume(state);
        considerAdoption(state);
        return store(state, List.of()).thenNoReply();
    }

    /** Looks again for as long as there is something to adopt, and later whenever something is heard. */
    private void considerAdoption(Conversation state) {
        adoption.wait(state).ifPresent(wait -> timers.startSingleTimer(Adopt.INSTANCE, Adopt.INSTANCE, wait));
    }

    private ReplyEffect<ConversationEvent, Conversation> onAdopt(Conversation state) {
        considerAdoption(state);
        return store(state, adoption.of(state, now())).thenNoReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onPlanned(Conversation state, Planned it) {
        var turn = state.openIn(region, it.turnId()).filter(t -> t.plan() == null);
        if (turn.isEmpty()) {
            return Effect().noReply();
        }
        var events = it.planning() != null
                ? planned(it.turnId(), turn.get().owner(), it.planning())
                : List.<ConversationEvent>of(ended(turn.get(), Sentences.NO_PLAN, Outcome.FAILED));
        return store(state, events).thenNoReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onWorked(Conversation state, Worked worked) {
        unstored.computeIfAbsent(worked.turnId(), id -> new ArrayList<>()).add(worked.report());
        boolean linger = state.openIn(region, worked.turnId())
                .filter(turn -> turn.canWaitWith(unstored.get(worked.turnId())))
                .isPresent();
        if (linger) {
            if (!timers.isTimerActive(StoreReports.INSTANCE)) {
                timers.startSingleTimer(StoreReports.INSTANCE, StoreReports.INSTANCE, settings.reportLinger());
            }
            return Effect().noReply();
        }
        return onStoreReports(state);
    }

    private ReplyEffect<ConversationEvent, Conversation> onStoreReports(Conversation state) {
        timers.cancel(StoreReports.INSTANCE);
        List<ConversationEvent> events = new ArrayList<>();
        unstored.forEach((turnId, reports) -> state.openIn(region, turnId)
                .ifPresent(turn -> events.add(new TasksProgressed(turnId, turn.owner(), now(), reports))));
        unstored.clear();
        return store(state, events).thenNoReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onCommitUnsettled(Conversation state, CommitUnsettled it) {
        timers.startSingleTimer(it, new AskCommitAgain(it.turnId(), it.taskId()), settings.commitRetry());
        coordination.keepAwake(conversation);
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onAskCommitAgain(Conversation state, AskCommitAgain it) {
        state.openIn(region, it.turnId())
                .filter(turn -> turn.plan() != null)
                .ifPresent(turn -> turn.plan().committing().stream()
                        .filter(task -> task.id().equals(it.taskId()))
                        .forEach(task -> work.commit(turn, task)));
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onComposed(Conversation state, Composed it) {
        var turn = state.openIn(region, it.turnId()).filter(Turn::settled);
        if (turn.isEmpty()) {
            return Effect().noReply();
        }
        var outcome = turn.get().outcome(state.isCanceled(it.turnId()));
        return store(state, List.of(ended(turn.get(), it.reply(), outcome))).thenNoReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onWrote(Conversation state, Wrote it) {
        state.openIn(region, it.turnId())
                .filter(turn -> turn.settled() && turn.owner().equals(it.owner()))
                .ifPresent(turn -> audience.write(state, turn, it.piece()));
        return Effect().noReply();
    }

    private ReplyEffect<ConversationEvent, Conversation> onDeadlinePassed(Conversation state, DeadlinePassed it) {
        var open = state.openIn(region, it.turnId()).filter(turn -> !turn.waiting());
        if (open.isEmpty()) {
            return Effect().noReply();
        }
        var turn = open.get();
        if (turn.plan() == null) {
            return store(state, List.of(ended(turn, Sentences.NO_PLAN, Outcome.FAILED)))
                    .thenNoReply();
        }
        if (turn.settled()) {
            var outcome = turn.outcome(state.isCanceled(turn.id()));
            return store(state, List.of(ended(turn, Sentences.NO_REPLY, outcome)))
                    .thenNoReply();
        }
        var reports = turn.giveUp(new TaskStatus.Failed(Sentences.TOO_SLOW));
        if (reports.isEmpty()) {
            return Effect().noReply(); // an approved action has a deadline of its own
        }
        return store(state, List.of(new TasksProgressed(turn.id(), turn.owner(), now(), reports)))
                .thenNoReply();
    }

    /** Another region said something: tell the audience, yield what it adopted, and do what follows for our own turns. */
    private ReplyEffect<ConversationEvent, Conversation> onForeignEvent(Conversation state) {
        if (now() < caughtUpAt) {
            caughtUpAt = now() + settings.catchUp().toMillis();
        }
        confirming.look(state);
        considerAdoption(state);
        var yielded = work.letGo(state);
        yielded.forEach(unstored::remove);
        return store(state, List.of()).thenNoReply();
    }

    /** Persists what happened together with all that follows from it, then starts what it set free. */
    private EffectBuilder<ConversationEvent, Conversation> store(Conversation state, List<ConversationEvent> happened) {
        var step = Step.from(state, happened, region, now(), writer);
        if (step.events().isEmpty()) {
            return Effect().none().thenRun(stored -> started(stored, step));
        }
        return Effect().persist(step.events()).thenRun(stored -> {
            coordination.stored(getReplicationContext().persistenceId().id(), lastSequenceNumber(context));
            started(stored, step);
        });
    }

    private void started(Conversation state, Step step) {
        audience.publish();
        visitors.mind(state, now());
        considerAdoption(state);
        work.start(state, step);
    }

    private List<ConversationEvent> planned(String turnId, Owner owner, Planning planning) {
        return planning.fold(
                tasks -> List.of(new PlanAdopted(
                        turnId,
                        owner,
                        now(),
                        tasks.graph().started(),
                        tasks.assumptions(),
                        maker(tasks.maker()),
                        taken(tasks.maker().use()))),
                answer -> List.of(new ReplyComposed(
                        turnId,
                        owner,
                        now(),
                        new Reply(Turn.replyId(turnId, owner), answer.text(), Outcome.ANSWERED, now()),
                        taken(answer.maker().use()))));
    }

    private String maker(Planning.Maker maker) {
        return maker.planner().isEmpty() ? coordination.planner() : maker.planner();
    }

    /** As it is stored: null for nothing. */
    static TokenUse taken(TokenUse use) {
        return use.equals(TokenUse.NONE) ? null : use;
    }

    private ReplyComposed ended(Turn turn, String text, Outcome outcome) {
        return ended(turn, Written.of(text), outcome);
    }

    private ReplyComposed ended(Turn turn, Written written, Outcome outcome) {
        var text = audience.completed(turn, written.text());
        return new ReplyComposed(
                turn.id(),
                turn.owner(),
                now(),
                new Reply(Turn.replyId(turn.id(), turn.owner()), text, outcome, now()),
                taken(written.use()));
    }

    static boolean finished(CompletionStage<?> stage) {
        var future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private long now() {
        return clock.millis();
    }

    @Override
    public EventHandler<Conversation, ConversationEvent> eventHandler() {
        return this::evolve;
    }

    private Conversation evolve(Conversation state, ConversationEvent event) {
        var after = event.applyTo(state);
        if (!getReplicationContext().recoveryRunning()) {
            audience.happened(state, event, after);
            var origin = getReplicationContext().origin().id();
            if (!origin.equals(region)) {
                if (event.at() >= loadedAt) { // the others are history that is caught up with
                    coordination.followed(origin, now() - event.at());
                }
                context.getSelf().tell(ForeignEvent.INSTANCE);
            }
        }
        return after;
    }

    @Override
    public SignalHandler<Conversation> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(PostStop.instance(), state -> audience.ended())
                .onSignal(RecoveryCompleted.instance(), state -> {
                    loadedAt = now();
                    if (regions > 1) {
                        caughtUpAt = loadedAt + settings.catchUp().toMillis();
                    }
                    visitors.forget(state);
                    visitors.mind(state, now());
                    if (!state.openIn(region).isEmpty()) {
                        context.getSelf().tell(Wake.INSTANCE);
                    }
                })
                .build();
    }
}
