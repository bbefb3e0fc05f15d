package dev.jetway.runtime.model.exchange;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.scaladsl.model.IllegalResponseException;
import akka.japi.pf.PFBuilder;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.StreamLimitReachedException;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;

/** One attempt: a connection, a request, and what is read of the answer. Takes no thread while it waits. */
final class Exchange {

    private static final int MAX_COMPLAINT = 64 * 1024;

    private final Address address;
    private final Limits limits;
    private final ReplyReader reader;
    private final Quotation quotation;
    private final Clock clock;
    private final SharedKillSwitch connection = KillSwitches.shared("model");
    private final CompletionStage<ChatReply> reply;

    /** Written and read by the stream's actor, and after its end. */
    private boolean answered;

    Exchange(
            ActorSystem<?> system,
            Address address,
            ObjectNode body,
            ReplyReader reader,
            Quotation quotation,
            Limits limits,
            Clock clock) {
        this.address = address;
        this.limits = limits;
        this.reader = reader;
        this.quotation = quotation;
        this.clock = clock;
        // Some servers hang up when the other side has ended its half of the connection: it stays open until the end.
        this.reply = Source.single(address.request(body))
                .concat(Source.<HttpRequest>never())
                .via(address.connection(connection))
                .take(1)
                .via(connection.flow())
                .flatMapConcat(this::read)
                .via(new Pace<>(limits.firstToken(), limits.betweenTokens()))
                .takeWhile(more -> more)
                .runWith(Sink.ignore(), system)
                .handle((done, error) -> {
                    connection.shutdown();
                    return end(error);
                });
    }

    /** Fails with an {@link AttemptFailedException}, wrapped as stages do. */
    CompletionStage<ChatReply> reply() {
        return reply;
    }

    /** Closes the connection. */
    void abort() {
        connection.abort(AttemptFailedException.forGood(Kind.CANCELED, "was given up"));
    }

    /** One element for whatever was said; false where nothing more will come. */
    private Source<Boolean, ?> read(HttpResponse response) {
        answered = true;
        var status = response.status().intValue();
        if (status != 200) {
            return complaint(response, status);
        }
        var bytes = response.entity()
                .withoutSizeLimit()
                .getDataBytes()
                .limitWeighted(limits.maxResponseBytes(), bytesOf -> (long) bytesOf.size());
        var type = response.entity().getContentType().mediaType();
        if (type.equals(MediaTypes.TEXT_EVENT_STREAM)) {
            return bytes.statefulMapConcat(() -> new EventStream(limits.maxEventBytes())::feed)
                    .filter(reader::event)
                    .map(event -> !reader.isOver());
        }
        if (type.equals(MediaTypes.APPLICATION_JSON)) {
            return bytes.fold(ByteString.emptyByteString(), ByteString::concat).map(whole -> {
                reader.whole(Payload.object(whole.utf8String(), "an answer"));
                return false;
            });
        }
        return Source.failed(AttemptFailedException.unreadable("answers with neither JSON nor a stream of events"));
    }

    private Source<Boolean, ?> complaint(HttpResponse response, int status) {
        var retryAfter = RetryAfter.of(response, clock);
        return response.entity()
                .withoutSizeLimit()
                .getDataBytes()
                .limitWeighted(MAX_COMPLAINT, bytes -> (long) bytes.size())
                .fold(ByteString.emptyByteString(), ByteString::concat)
                // The status alone says enough.
                .recover(new PFBuilder<Throwable, ByteString>()
                        .match(Exception.class, cut -> ByteString.emptyByteString())
                        .build())
                .map(body -> {
                    throw Complaint.in(body.utf8String()).with(status, retryAfter, quotation);
                });
    }

    private ChatReply end(Throwable error) {
        // Whatever came after the model had said why it stopped: the reply is there.
        if (reader.isComplete()) {
            return reader.reply();
        }
        throw reason(error instanceof CompletionException ? error.getCause() : error);
    }

    private AttemptFailedException reason(Throwable error) {
        if (error instanceof AttemptFailedException known) {
            return known;
        }
        if (error instanceof StreamLimitReachedException) {
            return AttemptFailedException.unreadable(
                    "sends more than %d bytes (max-response-bytes)".formatted(limits.maxResponseBytes()));
        }
        if (error instanceof IllegalResponseException) {
            return AttemptFailedException.unreadable("answers with what is no HTTP");
        }
        if (error instanceof SSLException) {
            return AttemptFailedException.forGood(
                    Kind.UNAVAILABLE, "is not trusted at %s: TLS failed".formatted(address.authority()));
        }
        if (!answered) {
            return AttemptFailedException.forNow(
                    Kind.UNAVAILABLE, "can't be reached at %s".formatted(address.authority()), Optional.empty());
        }
        return AttemptFailedException.forNow(Kind.TIMED_OUT, "stopped in the middle of its answer", Optional.empty());
    }
}
