package dev.jetway.runtime.region;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.Confirmations;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Confirm;
import dev.jetway.runtime.conversation.ConversationEntity.Confirmed;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks the conversations of this region, which are loaded for it. */
public final class ShardedConfirmations implements Confirmations {

    private final ActorSystem<?> system;
    private final Duration patience;

    /** @param patience how long a conversation may take to hear of it */
    public ShardedConfirmations(ActorSystem<?> system, Duration patience) {
        this.system = system;
        this.patience = patience;
    }

    @Override
    public CompletionStage<Confirmed> confirm(Confirmation what) {
        return ConversationEntity.find(ClusterSharding.get(system), what.conversation())
                .ask(replyTo -> new Confirm(what, replyTo), patience);
    }
}
