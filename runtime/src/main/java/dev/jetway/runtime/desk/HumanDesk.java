package dev.jetway.runtime.desk;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.commitment.CaseDesk;
import dev.jetway.runtime.commitment.Cases;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.CommitmentId;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.commitment.Commitments.Approved;
import dev.jetway.runtime.commitment.Verdict;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.LateOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a person finds out what nobody else could: the cases of this region, and how each was settled. Any node of the
 * region may be asked. Stages fail when the list does not answer in time: ask again.
 */
public final class HumanDesk implements CaseDesk, Desk {

    private static final Duration TELL = Duration.ofSeconds(10);

    /** Long ago, so that the primary begins nothing it has not begun. */
    private static final long EXPIRED = 1;

    /** Told how many cases are open, and for how long the oldest is. */
    @FunctionalInterface
    public interface Figures {
        void openCases(int open, long oldestMillis);
    }

    private final ActorSystem<?> system;
    private final ActorRef<DeskEntity.Command> list;
    private final Duration timeout;

    private HumanDesk(ActorSystem<?> system, ActorRef<DeskEntity.Command> list, Duration timeout) {
        this.system = system;
        this.list = list;
        this.timeout = timeout;
    }

    /**
     * Starts this node's part of it.
     *
     * @param primary the region that carries actions out, when it is not this one by now
     * @param asked carries out approved actions, wherever that is
     * @param timeout for one question to a commitment, a look-up included
     */
    public static HumanDesk start(
            ActorSystem<?> system,
            DeskSettings settings,
            String region,
            Cases commitments,
            Supplier<Optional<String>> primary,
            Commitments asked,
            Figures figures,
            Duration timeout,
            Clock clock) {
        var outside = new Outside() {
            @Override
            public Optional<String> primary() {
                return primary.get();
            }

            @Override
            public CompletionStage<CommitOutcome> askPrimary(Case open) {
                var call = open.call();
                return asked.execute(
                        new Approved(open.id(), call.tool(), call.arguments(), call.traveler(), EXPIRED, call.title()));
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
        var list = ClusterSingleton.get(system)
                .init(SingletonActor.of(DeskEntity.create(region, settings, commitments, outside, clock), "desk"));
        return new HumanDesk(system, list, timeout.plus(TELL));
    }

    /** Any region's replica will do: the others follow. */
    private static CompletionStage<Done> told(ActorSystem<?> system, String region, CommitmentId id, Case settled) {
        var how = settled.settlement();
        var outcome = new LateOutcome(how.done(), settled.call().title(), how.reference(), region, how.at());
        return ClusterSharding.get(system)
                .entityRefFor(ConversationEntity.TYPE_KEY, id.conversation())
                .<Receipt>ask(replyTo -> new ConversationEntity.Found(id.turn(), id.task(), outcome, replyTo), TELL)
                .thenApply(receipt -> {
                    if (receipt instanceof Accepted) {
                        return Done.getInstance();
                    }
                    throw new IllegalStateException("The conversation refused it: " + receipt);
                });
    }

    @Override
    public CompletionStage<Boolean> note(Case open) {
        return this.<DeskEntity.Noted>ask(replyTo -> new DeskEntity.Note(open, replyTo), TELL)
                .thenApply(DeskEntity.Noted::listed);
    }

    @Override
    public CompletionStage<OpenCases> open() {
        return this.<DeskEntity.Open>ask(DeskEntity.GetOpen::new, TELL)
                .thenApply(open -> new OpenCases(open.cases(), open.listed(), open.most()));
    }

    @Override
    public CompletionStage<CaseAnswer> show(String id) {
        return ask(replyTo -> new DeskEntity.Show(id, replyTo), timeout);
    }

    @Override
    public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
        return ask(replyTo -> new DeskEntity.Settle(id, verdict, replyTo), timeout);
    }

    @Override
    public CompletionStage<CaseAnswer> lookUp(String id) {
        return ask(replyTo -> new DeskEntity.LookUp(id, replyTo), timeout);
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, DeskEntity.Command> question, Duration limit) {
        return AskPattern.ask(list, question::apply, limit, system.scheduler());
    }
}
