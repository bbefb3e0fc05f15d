package dev.jetway.runtime.gateway.sse;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.http.HttpError;
import dev.jetway.runtime.gateway.sse.RunStreamsActor.Admission;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Runs as server-sent events, for whichever door asks for one. Safe for many threads. */
public final class RunStreams {

    private static final long RETRY_AFTER_MS = 1_000;

    private final ActorSystem<?> system;
    private final GatewaySettings gateway;
    private final StreamSettings settings;
    private final ActorRef<RunStreamsActor.Command> streams;

    /** @param acknowledgements asked where a message is to be stored everywhere */
    public RunStreams(
            ActorSystem<?> system,
            GatewaySettings gateway,
            StreamSettings settings,
            Conversations conversations,
            GatewayMetrics metrics,
            Acknowledgements acknowledgements) {
        this.system = system;
        this.gateway = gateway;
        this.settings = settings;
        var shared = new RunStreamActor.Shared(
                gateway, settings, conversations, metrics, acknowledgements, Clock.systemUTC());
        this.streams =
                system.systemActorOf(RunStreamsActor.create(shared), "streams-" + UUID.randomUUID(), Props.empty());
    }

    /**
     * The answer to a request for a run: a stream of its events, which fails inside with RUN_ERROR, or 429 or 503 when
     * there is no room for one. That its client goes away does not end the run; asking for the same run again follows
     * it from where it is then.
     */
    public CompletionStage<HttpResponse> open(RunRequest request) {
        return AskPattern.<RunStreamsActor.Command, Admission>ask(
                        streams,
                        replyTo -> new RunStreamsActor.Admit(request, replyTo),
                        gateway.commandTimeout(),
                        system.scheduler())
                .thenApply(admission -> admission.<HttpResponse>fold(
                        admitted -> RunStream.response(admitted.stream(), settings),
                        refused -> refused.theirs()
                                ? HttpError.retry(
                                        StatusCodes.TOO_MANY_REQUESTS,
                                        "rate_limited",
                                        refused.message(),
                                        RETRY_AFTER_MS)
                                : HttpError.unavailable(refused.message(), RETRY_AFTER_MS)));
    }

    /**
     * Ends a run, or whatever is open in a conversation when none is named. The stage fails when the conversation does
     * not answer in time.
     */
    public CompletionStage<Receipt> cancel(ConversationId conversation, Optional<String> runId) {
        return AskPattern.ask(
                streams,
                replyTo -> new RunStreamsActor.Forward(conversation, new Cancel(runId.orElse(null), replyTo)),
                gateway.commandTimeout(),
                system.scheduler());
    }

    /**
     * Ends every stream with RUN_ERROR, spread over {@code drain-spread}, and admits no more. The runs go on. Repeating
     * it is safe. The stage completes when all have ended, and never later than {@code drain-spread} plus {@code
     * close-grace} and a second.
     */
    public CompletionStage<Done> drain() {
        var limit = gateway.drainSpread().plus(gateway.closeGrace()).plusSeconds(1);
        return AskPattern.<RunStreamsActor.Command, Done>ask(
                        streams, RunStreamsActor.Drain::new, limit, system.scheduler())
                .exceptionally(late -> Done.getInstance());
    }

    public StreamSettings settings() {
        return settings;
    }
}
