package dev.jetway.runtime.gateway.sse;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.CompletionStrategy;
import akka.stream.KillSwitches;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSource;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Server-sent events between a {@link RunStreamActor} and akka-http, with back-pressure. */
final class RunStream {

    /** What a stream is handed; the next one only after {@link RunStreamActor.Taken}. */
    sealed interface Outbound {}

    record Batch(List<String> events) implements Outbound {}

    /** Ends the stream once everything before it is written. */
    enum Close implements Outbound {
        INSTANCE
    }

    /** A comment. What akka-http has for this is an empty event, which AG-UI clients take for broken JSON. */
    private static final ByteString HEARTBEAT = ByteString.fromString(": hb\n\n");

    private static final Duration MORE_THAN_ANY_GRACE = Duration.ofMinutes(1);

    private RunStream() {}

    /** To be sent once. */
    static HttpResponse response(ActorRef<RunStreamActor.Command> actor, StreamSettings settings) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(HttpEntities.createChunked(
                        MediaTypes.TEXT_EVENT_STREAM.toContentType(), bytes(actor, settings)));
    }

    private static Source<ByteString, NotUsed> bytes(ActorRef<RunStreamActor.Command> actor, StreamSettings settings) {
        return ActorSource.<Outbound, RunStreamActor.Command>actorRefWithBackpressure(
                        actor.narrow(),
                        RunStreamActor.Taken.INSTANCE,
                        outbound -> outbound == Close.INSTANCE
                                ? Optional.of(CompletionStrategy.draining())
                                : Optional.empty(),
                        outbound -> Optional.empty())
                .map(outbound -> outbound instanceof Batch batch ? bytes(batch) : ByteString.emptyByteString())
                .filter(ByteString::nonEmpty)
                .keepAlive(settings.keepAlive(), () -> HEARTBEAT)
                .completionTimeout(settings.limit().plus(MORE_THAN_ANY_GRACE))
                .viaMat(KillSwitches.single(), Keep.both())
                .watchTermination((both, done) -> {
                    actor.tell(new RunStreamActor.Attached(both.first(), both.second()));
                    done.whenComplete((ended, error) -> actor.tell(RunStreamActor.Ended.INSTANCE));
                    return NotUsed.getInstance();
                });
    }

    private static ByteString bytes(Batch batch) {
        var text = new StringBuilder();
        batch.events().forEach(event -> text.append("data: ").append(event).append("\n\n"));
        return ByteString.fromString(text.toString());
    }
}
