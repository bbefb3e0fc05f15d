package dev.jetway.runtime.desk;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.Cases;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.desk.DeskEvent.CaseNoted;
import dev.jetway.runtime.desk.DeskEvent.CaseSettled;
import dev.jetway.runtime.desk.DeskEvent.CasesDropped;
import dev.jetway.runtime.desk.DeskEvent.TravelerTold;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The list of one region's cases, and whoever sees each of them through: noted, settled, told to the traveler. One of it
 * runs in a region. What it knows survives; what it had begun it begins again.
 *
 * <p>Of a case that was carried out here the commitment is the truth, and this list follows it: after a restart, and after
 * an answer that was lost, it is asked. Of a case whose primary region could not be asked this list is the truth, and goes
 * on asking.
 */
final class DeskEntity extends EventSourcedBehaviorWithEnforcedReplies<DeskEntity.Command, DeskEvent, CaseList> {

    /** No more than this is asked, or told, at a time. */
    private static final int AT_ONCE = 16;

    private static final int SNAPSHOTS = 2;

    sealed interface Command extends JetwaySerializable {}

    /** Puts a case on the list. Repeating it is safe. */
    record Note(Case noted, ActorRef<Noted> replyTo) implements Command {}

    record Noted(boolean listed) implements JetwaySerializable {}

    record GetOpen(ActorRef<Open> replyTo) implements Command {}

    /** @param most how many cases the list may have */
    record Open(List<Case> cases, int listed, int most) implements JetwaySerializable {}

    record Show(String id, ActorRef<CaseAnswer> replyTo) implements Command {}

    record Settle(String id, Verdict verdict, ActorRef<CaseAnswer> replyTo) implements Command {}

    record LookUp(String id, ActorRef<CaseAnswer> replyTo) implements Command {}

    /**
     * @param settling whether it was asked to settle the case, so that one that is not listed is to be listed
     * @param replyTo null when nobody asked
     */
    private record CommitmentSaid(
            String id, boolean settling, CaseAnswer answer, Throwable error, ActorRef<CaseAnswer> replyTo)
            implements Command {}

    private record PrimarySaid(String id, CommitOutcome outcome, Throwable error, ActorRef<CaseAnswer> replyTo)
            implements Command {}

    private record Told(String id, Throwable error) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    /**
     * @param name of the list, among those of all regions and placements
     * @param journal the plugin it is stored by; empty for the configured default
     */
    static Behavior<Command> create(
            String name, String journal, DeskSettings settings, Cases commitments, Outside outside, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new DeskEntity(context, timers, name, journal, settings, commitments, outside, clock)));
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String journal;
    private final DeskSettings settings;
    private final Cases commitments;
    private final Outside outside;
    private final Clock clock;

    /** Cases whose commitment may know more than this list. */
    private final Set<String> doubtful = new TreeSet<>();

    /** What is being asked or told at this moment. */
    private final Set<String> underWay = new HashSet<>();

    private DeskEntity(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String name,
            String journal,
            DeskSettings settings,
            Cases commitments,
            Outside outside,
            Clock clock) {
        super(
                PersistenceId.of("Desk", name),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.journal = journal;
        this.settings = settings;
        this.commitments = commitments;
        this.outside = outside;
        this.clock = clock;
    }

    @Override
    public String journalPluginId() {
        return journal;
    }

    @Override
    public CaseList emptyState() {
        return CaseList.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, DeskEvent, CaseList> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Note.class, this::onNote)
                .onCommand(GetOpen.class, this::onGetOpen)
                .onCommand(Show.class, this::onShow)
                .onCommand(Settle.class, this::onSettle)
                .onCommand(LookUp.class, this::onLookUp)
                .onCommand(CommitmentSaid.class, this::onCommitmentSaid)
                .onCommand(PrimarySaid.class, this::onPrimarySaid)
                .onCommand(Told.class, this::onTold)
                .onCommand(Tick.class, (list, tick) -> onTick(list))
                .build();
    }

    private ReplyEffect<DeskEvent, CaseList> onNote(CaseList list, Note note) {
        if (!list.isNews(note.noted())) {
            return Effect().reply(note.replyTo(), new Noted(true));
        }
        var events = noted(list, note.noted());
        if (events.isEmpty()) {
            context.getLog()
                    .error(
                            "The desk's list has {} cases and no room for {}: nobody will see it there. Settle some, or raise jetway.desk.max-cases",
                            list.entries().size(),
                            note.noted().id());
            return Effect().reply(note.replyTo(), new Noted(false));
        }
        context.getLog()
                .warn(
                        "Nobody could find out what came of {}: a person has to look, 'jetway desk show {}'",
                        note.noted().call().tool(),
                        note.noted().id());
        return Effect().persist(events).thenRun(this::count).thenReply(note.replyTo(), stored -> new Noted(true));
    }

    /** Empty when there is no room. */
    private List<DeskEvent> noted(CaseList list, Case noted) {
        var drop = list.find(noted.id()).isPresent()
                ? Optional.of(List.<String>of())
                : list.makingRoom(settings.maxCases());
        List<DeskEvent> events = new ArrayList<>();
        drop.ifPresent(ids -> {
            if (!ids.isEmpty()) {
                events.add(new CasesDropped(clock.millis(), ids, "settled, and no room"));
            }
            events.add(new CaseNoted(clock.millis(), noted));
        });
        return events;
    }

    private ReplyEffect<DeskEvent, CaseList> onGetOpen(CaseList list, GetOpen get) {
        return Effect()
                .reply(get.replyTo(), new Open(list.open(), list.entries().size(), settings.maxCases()));
    }

    private ReplyEffect<DeskEvent, CaseList> onShow(CaseList list, Show show) {
        var listed = list.find(show.id());
        if (listed.isPresent()) {
            return Effect().reply(show.replyTo(), CaseAnswer.agreed(listed.get(), ""));
        }
        return ask(show.id(), null, false, show.replyTo(), commitments::inspect);
    }

    private ReplyEffect<DeskEvent, CaseList> onSettle(CaseList list, Settle settle) {
        var listed = list.find(settle.id());
        if (listed.isPresent() && listed.get().primary() != null) {
            var wanted = Settlement.of(settle.verdict(), listed.get().call().title(), clock.millis());
            return settleHere(listed.get(), wanted, "Nothing was changed.", settle.replyTo());
        }
        if (listed.isEmpty() && list.makingRoom(settings.maxCases()).isEmpty()) {
            return Effect()
                    .reply(
                            settle.replyTo(),
                            CaseAnswer.notNow(
                                    null,
                                    "The list is full of cases that are open. Settle one that is listed first, or raise jetway.desk.max-cases."));
        }
        return ask(
                settle.id(),
                listed.orElse(null),
                true,
                settle.replyTo(),
                id -> commitments.settle(id, settle.verdict()));
    }

    private ReplyEffect<DeskEvent, CaseList> onLookUp(CaseList list, LookUp lookUp) {
        var listed = list.find(lookUp.id());
        if (listed.isPresent() && listed.get().primary() != null) {
            askPrimary(listed.get(), lookUp.replyTo());
            return Effect().noReply();
        }
        return ask(lookUp.id(), listed.orElse(null), true, lookUp.replyTo(), commitments::lookUp);
    }

    /** Where the commitments are is where they may be asked: another region's would be written by two. */
    private ReplyEffect<DeskEvent, CaseList> ask(
            String id,
            Case listed,
            boolean settling,
            ActorRef<CaseAnswer> replyTo,
            Function<String, CompletionStage<CaseAnswer>> question) {
        var primary = outside.primary();
        if (primary.isPresent()) {
            var sentence = "Region %s carries actions out: ask its desk about %s.".formatted(primary.get(), id);
            return Effect()
                    .reply(replyTo, listed == null ? CaseAnswer.absent(sentence) : CaseAnswer.notNow(listed, sentence));
        }
        context.pipeToSelf(
                question.apply(id), (answer, error) -> new CommitmentSaid(id, settling, answer, error, replyTo));
        return Effect().noReply();
    }

    private ReplyEffect<DeskEvent, CaseList> onCommitmentSaid(CaseList list, CommitmentSaid it) {
        underWay.remove(it.id());
        if (it.error() != null) {
            doubtful.add(it.id());
            context.getLog()
                    .warn(
                            "The commitment {} did not answer: {}",
                            it.id(),
                            it.error().toString());
            return replied(it.replyTo(), CaseAnswer.notNow(null, "It did not answer in time. Ask again."));
        }
        doubtful.remove(it.id());
        var found = it.answer().found();
        if (found == null || found.open()) {
            return replied(it.replyTo(), it.answer());
        }
        List<DeskEvent> events = new ArrayList<>();
        var listed = list.find(it.id());
        if (listed.isEmpty() && it.settling() && it.answer().kind() == CaseAnswer.Kind.AGREED) {
            events.addAll(noted(list, found.settled(null)));
        }
        if (listed.filter(Case::open).isPresent() || !events.isEmpty()) {
            events.add(new CaseSettled(clock.millis(), it.id(), found.settlement()));
        }
        return stored(events, it.replyTo(), it.answer());
    }

    /** @param claim what to say when the case was settled otherwise before */
    private ReplyEffect<DeskEvent, CaseList> settleHere(
            Case listed, Settlement wanted, String claim, ActorRef<CaseAnswer> replyTo) {
        if (!listed.open()) {
            var answer = CaseAnswer.of(listed, wanted, claim);
            if (answer.kind() == CaseAnswer.Kind.CONTRADICTED) {
                context.getLog().warn(answer.sentence());
            }
            return replied(replyTo, answer);
        }
        context.getLog().info("{} is settled. {}", listed.id(), wanted.inWords());
        return stored(
                List.of(new CaseSettled(clock.millis(), listed.id(), wanted)),
                replyTo,
                CaseAnswer.agreed(listed.settled(wanted), ""));
    }

    private void askPrimary(Case listed, ActorRef<CaseAnswer> replyTo) {
        underWay.add(listed.id());
        context.pipeToSelf(
                outside.askPrimary(listed), (outcome, error) -> new PrimarySaid(listed.id(), outcome, error, replyTo));
    }

    private ReplyEffect<DeskEvent, CaseList> onPrimarySaid(CaseList list, PrimarySaid it) {
        underWay.remove(it.id());
        var listed = list.find(it.id());
        if (listed.isEmpty()) {
            return replied(it.replyTo(), CaseAnswer.absent("%s is not listed any more.".formatted(it.id())));
        }
        if (it.error() != null) {
            return replied(
                    it.replyTo(),
                    CaseAnswer.notNow(
                            listed.get(),
                            "Region %s did not say: %s".formatted(listed.get().primary(), reason(it.error()))));
        }
        if (it.outcome() instanceof CommitOutcome.Unknown unknown) {
            return unknown.unlisted()
                    ? replied(
                            it.replyTo(),
                            CaseAnswer.notNow(listed.get(), neither(listed.get(), "it has no room for it")))
                    : handedOver(listed.get(), it.replyTo());
        }
        var wanted = Settlement.found(it.outcome(), clock.millis());
        return settleHere(
                listed.get(),
                wanted,
                "Region %s says otherwise (%s). Nothing was changed."
                        .formatted(listed.get().primary(), wanted.inWords()),
                it.replyTo());
    }

    /** The primary does not know either; then it has the case on its own list, and tells the traveler from there. */
    private ReplyEffect<DeskEvent, CaseList> handedOver(Case listed, ActorRef<CaseAnswer> replyTo) {
        var answer =
                CaseAnswer.notNow(listed, neither(listed, "the case is on its desk's list now, under the same id"));
        if (!listed.open()) {
            return replied(replyTo, answer);
        }
        return stored(
                List.of(new CasesDropped(clock.millis(), List.of(listed.id()), "listed in " + listed.primary())),
                replyTo,
                answer);
    }

    private static String neither(Case listed, String then) {
        return "Region %s does not know either: %s.".formatted(listed.primary(), then);
    }

    private static String reason(Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return String.valueOf(cause.getMessage());
    }

    private ReplyEffect<DeskEvent, CaseList> stored(
            List<DeskEvent> events, ActorRef<CaseAnswer> replyTo, CaseAnswer answer) {
        if (events.isEmpty()) {
            return replied(replyTo, answer);
        }
        var stored = Effect().persist(events).thenRun(this::count).thenRun(this::tell);
        return replyTo == null ? stored.thenNoReply() : stored.thenReply(replyTo, list -> answer);
    }

    private ReplyEffect<DeskEvent, CaseList> replied(ActorRef<CaseAnswer> replyTo, CaseAnswer answer) {
        return replyTo == null ? Effect().noReply() : Effect().reply(replyTo, answer);
    }

    private void tell(CaseList list) {
        list.untold().stream()
                .filter(settled -> !underWay.contains(settled.id()))
                .limit(AT_ONCE)
                .forEach(settled -> {
                    underWay.add(settled.id());
                    context.pipeToSelf(outside.tell(settled), (done, error) -> new Told(settled.id(), error));
                });
    }

    private ReplyEffect<DeskEvent, CaseList> onTold(CaseList list, Told told) {
        underWay.remove(told.id());
        if (told.error() != null) {
            context.getLog()
                    .warn(
                            "The traveler could not be told of {} yet, trying again in {}: {}",
                            told.id(),
                            settings.retry(),
                            reason(told.error()));
            return Effect().noReply();
        }
        return Effect()
                .persist(new TravelerTold(clock.millis(), told.id()))
                .thenRun(this::tell)
                .thenNoReply();
    }

    private ReplyEffect<DeskEvent, CaseList> onTick(CaseList list) {
        count(list);
        tell(list);
        list.open().stream()
                .filter(open -> open.primary() != null && !underWay.contains(open.id()))
                .limit(AT_ONCE)
                .forEach(open -> askPrimary(open, null));
        if (outside.primary().isEmpty()) {
            doubtful.removeIf(id -> list.find(id).filter(Case::open).isEmpty());
            doubtful.stream()
                    .filter(id -> !underWay.contains(id))
                    .limit(AT_ONCE)
                    .forEach(id -> {
                        underWay.add(id);
                        context.pipeToSelf(
                                commitments.inspect(id),
                                (answer, error) -> new CommitmentSaid(id, false, answer, error, null));
                    });
        }
        return Effect().noReply();
    }

    private void count(CaseList list) {
        var open = list.open();
        outside.counted(
                open.size(),
                open.isEmpty()
                        ? 0
                        : Math.max(0, clock.millis() - open.get(0).times().gaveUp()));
    }

    @Override
    public EventHandler<CaseList, DeskEvent> eventHandler() {
        return (list, event) -> event.applyTo(list);
    }

    @Override
    public SignalHandler<CaseList> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), list -> {
                    // After a failed write this object lives on, and its timers do not.
                    timers.startTimerWithFixedDelay(Tick.INSTANCE, Duration.ZERO, settings.retry());
                    underWay.clear();
                    list.open().stream()
                            .filter(open -> open.primary() == null)
                            .forEach(open -> doubtful.add(open.id()));
                })
                .onSignal(PostStop.instance(), list -> outside.counted(0, 0))
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return placed()
                ? RetentionCriteria.disabled()
                : RetentionCriteria.snapshotEvery(settings.snapshotAfter(), SNAPSHOTS);
    }

    @Override
    public String snapshotPluginId() {
        return placed() ? "akka.persistence.no-snapshot-store" : settings.snapshots();
    }

    /** What has to stay in some regions has a journal there, and no place for snapshots. */
    private boolean placed() {
        return !journal.isEmpty();
    }
}
