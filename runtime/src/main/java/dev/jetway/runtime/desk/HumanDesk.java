package dev.jetway.runtime.desk;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.CaseDesk;
import dev.jetway.runtime.commitment.Cases;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.CommitmentId;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.LateOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where a person finds out what nobody else could: the cases of this region, and how each was settled. Any node of the
 * region may be asked. Stages fail when the list does not answer in time: ask again.
 */
public final class HumanDesk implements CaseDesk, Desk, WaitingList {

    private static final Duration TELL = Duration.ofSeconds(10);

    /** Long ago, so that the primary begins nothing it has not begun. */
    private static final long EXPIRED = 1;

    /** Told how many cases are open, and for how long the oldest is. */
    @FunctionalInterface
    public interface Figures {
        void openCases(int open, long oldestMillis);
    }

    private final ActorSystem<?> system;

    /** By placement: what has to stay in some regions is listed there as well. */
    private final SortedMap<String, ActorRef<DeskEntity.Command>> lists;

    /** By placement, likewise. */
    private final SortedMap<String, ActorRef<WaitingRoomEntity.Command>> rooms;

    private final Duration timeout;
    private final ActorRef<AttentionActor.Command> attention;

    private HumanDesk(
            ActorSystem<?> system,
            SortedMap<String, ActorRef<DeskEntity.Command>> lists,
            SortedMap<String, ActorRef<WaitingRoomEntity.Command>> rooms,
            Duration retry,
            Duration timeout) {
        this.system = system;
        this.lists = lists;
        this.rooms = rooms;
        this.attention = system.systemActorOf(
                AttentionActor.create(this::noted, retry), "attention-" + UUID.randomUUID(), Props.empty());
        this.timeout = timeout;
    }

    /**
     * Starts this node's part of it.
     *
     * @param primary the region that carries out what is not placed, when it is not this one by now
     * @param asked carries out approved actions, wherever that is
     * @param timeout for one question to a commitment, a look-up included
     */
    public static HumanDesk start(
            ActorSystem<?> system,
            DeskSettings settings,
            NodeConfig node,
            Cases commitments,
            Supplier<Optional<String>> primary,
            Commitments asked,
            Figures figures,
            Duration timeout,
            Clock clock) {
        var figuresOfAll = new OpenCasesOfAll(figures);
        var lists = new TreeMap<String, ActorRef<DeskEntity.Command>>();
        var rooms = new TreeMap<String, ActorRef<WaitingRoomEntity.Command>>();
        BiConsumer<String, Supplier<Optional<String>>> start = (placement, carrier) -> {
            var outside = outside(system, node.region(), carrier, asked, figuresOfAll.of(placement));
            var journal = placement.equals(Placement.EVERYWHERE)
                    ? ""
                    : node.journalPlugin(node.placements().get(placement));
            var suffix = placement.equals(Placement.EVERYWHERE) ? "" : "@" + placement;
            var list = DeskEntity.create(node.region() + suffix, journal, settings, commitments, outside, clock);
            lists.put(placement, ClusterSingleton.get(system).init(SingletonActor.of(list, "desk" + suffix)));
            var room = WaitingRoomEntity.create(node.region() + suffix, journal, settings, clock);
            rooms.put(placement, ClusterSingleton.get(system).init(SingletonActor.of(room, "waiting-room" + suffix)));
        };
        start.accept(Placement.EVERYWHERE, primary);
        for (var placement : node.ownPlacements()) {
            var carrier = Optional.of(placement.regions().first()).filter(region -> !region.equals(node.region()));
            start.accept(placement.name(), () -> carrier);
        }
        return new HumanDesk(system, lists, rooms, settings.retry(), timeout.plus(TELL));
    }

    private static Outside outside(
            ActorSystem<?> system,
            String region,
            Supplier<Optional<String>> carrier,
            Commitments asked,
            Figures figures) {
        return new Outside() {
            @Override
            public Optional<String> primary() {
                return carrier.get();
            }

            @Override
            public CompletionStage<CommitOutcome> askPrimary(Case open) {
                var call = open.call();
                return asked.execute(new Approved(
                        open.id(), call.tool(), call.arguments(), call.traveler(), EXPIRED, 0, call.title()));
            }

            @Override
            public CompletionStage<Done> tell(Case settled) {
                return CommitmentId.parse(settled.id())
                        .map(id -> told(system, region, id, settled))
                        .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance()));
            }

            @Override
            public void counted(int open, long oldestMillis) {
                figures.openCases(open, oldestMillis);
            }
        };
    }

    /** Any region's replica will do: the others follow. */
    private static CompletionStage<Done> told(ActorSystem<?> system, String region, CommitmentId id, Case settled) {
        var how = settled.settlement();
        var outcome = new LateOutcome(how.done(), settled.call().title(), how.reference(), region, how.at());
        return ConversationEntity.find(ClusterSharding.get(system), id.conversation())
                .<Receipt>ask(replyTo -> new ConversationEntity.Found(id.turn(), id.task(), outcome, replyTo), TELL)
                .thenApply(receipt -> {
                    if (receipt instanceof Accepted) {
                        return Done.getInstance();
                    }
                    throw new IllegalStateException("The conversation refused it: " + receipt);
                });
    }

    /** To be said by a conversation whenever it changes; never blocks. */
    public void attention(String conversation, Attention what) {
        attention.tell(new AttentionActor.Changed(conversation, what));
    }

    private CompletionStage<?> noted(String conversation, Attention what) {
        return AskPattern.<WaitingRoomEntity.Command, WaitingRoomEntity.Noted>ask(
                rooms.get(ConversationId.placementIn(conversation)),
                replyTo -> new WaitingRoomEntity.Note(conversation, what, replyTo),
                TELL,
                system.scheduler());
    }

    @Override
    public CompletionStage<List<Waiting>> waiting() {
        CompletionStage<List<Waiting>> all = CompletableFuture.completedStage(List.of());
        for (var room : rooms.values()) {
            var some = AskPattern.<WaitingRoomEntity.Command, WaitingRoomEntity.AllWaiting>ask(
                    room, WaitingRoomEntity.GetWaiting::new, TELL, system.scheduler());
            all = all.thenCombine(
                    some,
                    (known, more) -> Stream.concat(known.stream(), more.waiting().stream())
                            .toList());
        }
        return all;
    }

    @Override
    public CompletionStage<Boolean> note(Case open) {
        return this.<DeskEntity.Noted>ask(listOf(open.id()), replyTo -> new DeskEntity.Note(open, replyTo), TELL)
                .thenApply(DeskEntity.Noted::listed);
    }

    @Override
    public CompletionStage<OpenCases> open() {
        CompletionStage<OpenCases> all = CompletableFuture.completedStage(new OpenCases(List.of(), 0, 0));
        for (var list : lists.values()) {
            all = all.thenCombine(this.<DeskEntity.Open>ask(list, DeskEntity.GetOpen::new, TELL), HumanDesk::with);
        }
        return all;
    }

    private static OpenCases with(OpenCases some, DeskEntity.Open more) {
        var cases = new ArrayList<>(some.cases());
        cases.addAll(more.cases());
        cases.sort(Comparator.comparingLong(open -> open.times().gaveUp()));
        return new OpenCases(cases, some.listed() + more.listed(), some.most() + more.most());
    }

    @Override
    public CompletionStage<CaseAnswer> show(String id) {
        return ask(id, replyTo -> new DeskEntity.Show(id, replyTo));
    }

    @Override
    public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
        return ask(id, replyTo -> new DeskEntity.Settle(id, verdict, replyTo));
    }

    @Override
    public CompletionStage<CaseAnswer> lookUp(String id) {
        return ask(id, replyTo -> new DeskEntity.LookUp(id, replyTo));
    }

    private CompletionStage<CaseAnswer> ask(String id, Function<ActorRef<CaseAnswer>, DeskEntity.Command> question) {
        var list = lists.get(ConversationId.placementIn(id));
        return list == null
                ? CompletableFuture.completedStage(
                        CaseAnswer.absent("%s has to stay in regions that this one is none of.".formatted(id)))
                : ask(list, question, timeout);
    }

    /** Only of what may be here. */
    private ActorRef<DeskEntity.Command> listOf(String id) {
        return lists.get(ConversationId.placementIn(id));
    }

    private <T> CompletionStage<T> ask(
            ActorRef<DeskEntity.Command> list, Function<ActorRef<T>, DeskEntity.Command> question, Duration limit) {
        return AskPattern.ask(list, question::apply, limit, system.scheduler());
    }

    /** Each list counts its own. */
    private static final class OpenCasesOfAll {
        private final Figures figures;
        private final Map<String, Long> oldest = new ConcurrentHashMap<>();
        private final Map<String, Integer> open = new ConcurrentHashMap<>();

        private OpenCasesOfAll(Figures figures) {
            this.figures = figures;
        }

        private Figures of(String placement) {
            return (count, oldestMillis) -> {
                open.put(placement, count);
                oldest.put(placement, oldestMillis);
                figures.openCases(
                        open.values().stream().mapToInt(Integer::intValue).sum(),
                        oldest.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0));
            };
        }
    }
}
