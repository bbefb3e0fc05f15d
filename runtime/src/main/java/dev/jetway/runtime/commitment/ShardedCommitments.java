package dev.jetway.runtime.commitment;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import dev.jetway.runtime.commitment.CommitmentEntity.Execute;
import dev.jetway.runtime.commitment.CommitmentEntity.Settled;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Commitments of this region, each an entity of its own. */
public final class ShardedCommitments implements Commitments {

    private final ActorSystem<?> system;
    private final Duration timeout;

    /** @param timeout how long an entity may take; then it is to be asked again */
    public ShardedCommitments(ActorSystem<?> system, Duration timeout) {
        this.system = system;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<CommitOutcome> execute(Approved approved) {
        return ClusterSharding.get(system)
                .entityRefFor(CommitmentEntity.TYPE_KEY, approved.id())
                .<Settled>ask(
                        replyTo -> new Execute(
                                approved.tool(),
                                approved.arguments(),
                                approved.traveler(),
                                approved.validUntil(),
                                replyTo,
                                approved.title()),
                        timeout)
                .thenApply(Settled::outcome);
    }
}
