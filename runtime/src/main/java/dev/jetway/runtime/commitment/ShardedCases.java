package dev.jetway.runtime.commitment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import dev.jetway.runtime.conversation.ConversationId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The cases of this region's commitments. Not to be asked in a region that does not carry actions out. */
public final class ShardedCases implements Cases {

    private final ActorSystem<?> system;
    private final Duration timeout;

    /** @param timeout for one question; longer than a look-up takes */
    public ShardedCases(ActorSystem<?> system, Duration timeout) {
        this.system = system;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<CaseAnswer> inspect(String id) {
        return ask(id, CommitmentEntity.Inspect::new);
    }

    @Override
    public CompletionStage<CaseAnswer> settle(String id, Verdict verdict) {
        return ask(id, replyTo -> new CommitmentEntity.Settle(verdict, replyTo));
    }

    @Override
    public CompletionStage<CaseAnswer> lookUp(String id) {
        return ask(id, CommitmentEntity.LookUpAgain::new);
    }

    private CompletionStage<CaseAnswer> ask(
            String id, Function<ActorRef<CaseAnswer>, CommitmentEntity.Command> question) {
        return ClusterSharding.get(system)
                .entityRefFor(CommitmentEntity.typeKey(ConversationId.placementIn(id)), id)
                .ask(question::apply, timeout);
    }
}
