package dev.jetway.runtime.commitment;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import dev.jetway.runtime.commitment.CommitmentEntity.Execute;
import dev.jetway.runtime.commitment.CommitmentEntity.Settled;
import dev.jetway.runtime.conversation.ConversationId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Commitments of this region, each an entity of its own. */
public final class ShardedCommitments implements Commitments {

    private final ActorSystem<?> system;
    private final Predicate<String> mayBeHere;
    private final Duration timeout;

    /**
     * @param mayBeHere whether what has an id may be stored in this region
     * @param timeout how long an entity may take; then it is to be asked again
     */
    public ShardedCommitments(ActorSystem<?> system, Predicate<String> mayBeHere, Duration timeout) {
        this.system = system;
        this.mayBeHere = mayBeHere;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<CommitOutcome> execute(Approved approved) {
        if (!mayBeHere.test(approved.id())) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("This action has to stay in other regions than this one"));
        }
        return ClusterSharding.get(system)
                .entityRefFor(CommitmentEntity.typeKey(ConversationId.placementIn(approved.id())), approved.id())
                .<Settled>ask(
                        replyTo -> new Execute(
                                approved.tool(),
                                approved.arguments(),
                                approved.traveler(),
                                approved.validUntil(),
                                approved.begunAt(),
                                approved.title(),
                                replyTo),
                        timeout)
                .thenApply(settled -> {
                    if (settled.notYet() != null) {
                        throw new IllegalStateException(settled.notYet());
                    }
                    return settled.outcome();
                });
    }
}
