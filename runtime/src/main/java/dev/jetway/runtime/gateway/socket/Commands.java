package dev.jetway.runtime.gateway.socket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Answered;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Command;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Forward;
import dev.jetway.runtime.gateway.socket.ConnectionActor.StoredHere;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import java.util.function.Function;

/** What a client asks of its conversations. Each frame gets one answer, at the latest after {@code command-timeout}. */
final class Commands {

    private final ActorContext<Command> context;
    private final ConnectionActor.Shared shared;

    Commands(ActorContext<Command> context, ConnectionActor.Shared shared) {
        this.context = context;
        this.shared = shared;
    }

    void run(SignedIn who, ClientFrame.Run frame) {
        ask(
                Receipt.class,
                who,
                frame.id(),
                frame.input().thread(),
                replyTo -> frame.input().command(who.traveler(), replyTo),
                receipt -> judged(who, frame, receipt),
                () -> shared.metrics().messageJudged(Judgement.UNANSWERED));
    }

    private Command judged(SignedIn who, ClientFrame.Run frame, Receipt receipt) {
        shared.metrics().messageJudged(judgement(receipt));
        var answer = toFrame(frame.id(), receipt);
        var level = shared.settings()
                .tenants()
                .acknowledgement(who.identity(), frame.input().acknowledgement());
        return receipt instanceof ConversationEntity.Accepted && level == AcknowledgementLevel.ALL_REGIONS
                ? new StoredHere(
                        answer,
                        frame.id(),
                        frame.input()
                                .confirmation(who.conversation(frame.input().thread())))
                : new Answered(answer);
    }

    private static Judgement judgement(Receipt receipt) {
        if (receipt instanceof ConversationEntity.Accepted accepted) {
            return accepted.duplicate() ? Judgement.REPEATED : Judgement.ACCEPTED;
        }
        return Judgement.REFUSED;
    }

    /** Asks the other regions for their word before the client is told. */
    void storedHere(StoredHere stored) {
        context.pipeToSelf(shared.acknowledgements().missing(stored.what()), (missing, error) -> {
            if (error == null && missing.isEmpty()) {
                return new Answered(stored.ok());
            }
            return unavailable(
                    stored.frameId(),
                    "It is stored in region %s, and %s did not confirm it in time; send the same command again"
                            .formatted(
                                    shared.affinity().serving(),
                                    error == null ? String.join(", ", missing) : "another"));
        });
    }

    void cancel(SignedIn who, ClientFrame.Cancel frame) {
        ask(
                Receipt.class,
                who,
                frame.id(),
                frame.thread(),
                replyTo -> new ConversationEntity.Cancel(frame.runId().orElse(null), replyTo),
                receipt -> new Answered(toFrame(frame.id(), receipt)),
                () -> {});
    }

    void history(SignedIn who, ClientFrame.History frame) {
        ask(
                ConversationEntity.History.class,
                who,
                frame.id(),
                frame.thread(),
                replyTo -> new ConversationEntity.GetHistory(frame.before().orElse(null), frame.limit(), replyTo),
                history -> new Answered(new ServerFrame.HistoryOk(frame.id(), history)),
                () -> {});
    }

    /** By way of the connection itself: conversations are reached through a port, not by a reference one can ask. */
    private <A> void ask(
            Class<A> type,
            SignedIn who,
            String frameId,
            String thread,
            Function<ActorRef<A>, ConversationEntity.Command> command,
            Function<A, Command> onAnswer,
            Runnable onSilence) {
        var conversation = who.conversation(thread);
        context.ask(
                type,
                context.getSelf(),
                shared.settings().commandTimeout(),
                (ActorRef<A> replyTo) -> new Forward(conversation, command.apply(replyTo)),
                (answer, error) -> {
                    if (error == null) {
                        return onAnswer.apply(answer);
                    }
                    onSilence.run();
                    return unavailable(frameId, "The conversation did not answer in time; send the same command again");
                });
    }

    void forward(Forward forward) {
        shared.conversations().tell(forward.to(), forward.command());
    }

    private static Answered unavailable(String frameId, String message) {
        return new Answered(Error.retry(frameId, "unavailable", message, ConnectionActor.RETRY_AFTER_MS));
    }

    private static ServerFrame toFrame(String id, Receipt receipt) {
        if (receipt instanceof ConversationEntity.Accepted accepted) {
            return new ServerFrame.Ok(id, accepted.duplicate());
        }
        if (receipt instanceof ConversationEntity.Refused refused) {
            return refused.retryable()
                    ? Error.retry(id, refused.code(), refused.message(), ConnectionActor.RETRY_AFTER_MS)
                    : Error.of(id, refused.code(), refused.message());
        }
        throw new IllegalStateException("A receipt this gateway does not know: " + receipt.getClass());
    }
}
