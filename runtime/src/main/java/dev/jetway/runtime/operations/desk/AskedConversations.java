package dev.jetway.runtime.operations.desk;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Conversations;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Conversations as a route asks them. Safe for many threads. */
final class AskedConversations {

    private record Forward(ConversationId to, Command command) {}

    private final ActorSystem<?> system;
    private final ActorRef<Forward> forwarder;
    private final Duration timeout;

    AskedConversations(ActorSystem<?> system, Conversations conversations, Duration timeout) {
        this.system = system;
        this.timeout = timeout;
        this.forwarder = system.systemActorOf(
                Behaviors.receiveMessage(forward -> {
                    conversations.tell(forward.to(), forward.command());
                    return Behaviors.same();
                }),
                "desk-asks-" + UUID.randomUUID(),
                Props.empty());
    }

    /** Fails with a {@link java.util.concurrent.TimeoutException} when it does not answer. */
    CompletionStage<Receipt> ask(ConversationId id, Function<ActorRef<Receipt>, ? extends Command> command) {
        return AskPattern.ask(
                forwarder, replyTo -> new Forward(id, command.apply(replyTo)), timeout, system.scheduler());
    }
}
