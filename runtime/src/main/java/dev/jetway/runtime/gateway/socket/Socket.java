package dev.jetway.runtime.gateway.socket;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.stream.CompletionStrategy;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSink;
import akka.stream.typed.javadsl.ActorSource;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A WebSocket between akka-http and a {@link ConnectionActor}, with back-pressure in both directions. */
public final class Socket {

    /** What a connection hands to its socket; the next one only after {@link ConnectionActor.Taken}. */
    public sealed interface Outbound {}

    public record Batch(List<String> frames) implements Outbound {}

    /** Closes the socket once everything before it is written. */
    public enum Close implements Outbound {
        INSTANCE
    }

    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(10);

    private Socket() {}

    /** The two ends of one socket, run by one connection. */
    public static Flow<Message, Message, NotUsed> of(
            ActorRef<ConnectionActor.Command> connection, GatewaySettings settings, Materializer materializer) {
        Sink<Message, NotUsed> in = Flow.<Message>create()
                .mapAsync(1, message -> read(message, settings.maxFrameBytes(), materializer))
                .to(ActorSink.actorRefWithBackpressure(
                        connection,
                        (ackTo, inbound) -> new ConnectionActor.Received(ackTo, inbound),
                        ConnectionActor.Listening::new,
                        ReadOn.INSTANCE,
                        new ConnectionActor.Ended(""),
                        error -> new ConnectionActor.Ended(String.valueOf(error.getMessage()))));
        Source<Message, NotUsed> out = ActorSource.<Outbound, ConnectionActor.Command>actorRefWithBackpressure(
                        connection.narrow(),
                        ConnectionActor.Taken.INSTANCE,
                        outbound -> outbound == Close.INSTANCE
                                ? Optional.of(CompletionStrategy.draining())
                                : Optional.empty(),
                        outbound -> Optional.empty())
                .viaMat(KillSwitches.single(), (ActorRef<Outbound> socket, akka.stream.UniqueKillSwitch killSwitch) -> {
                    connection.tell(new ConnectionActor.Attached(socket, killSwitch));
                    return NotUsed.getInstance();
                })
                .mapConcat(outbound -> outbound instanceof Batch batch ? batch.frames() : List.of())
                .map(TextMessage::create);
        return Flow.fromSinkAndSourceCoupled(in, out);
    }

    /** A socket that says good-bye at once: a browser sees no status of a refused upgrade. */
    public static Flow<Message, Message, NotUsed> refusing(Bye bye) {
        return Flow.fromSinkAndSourceCoupled(Sink.ignore(), Source.<Message>single(TextMessage.create(bye.json())));
    }

    /** The stream may read the next message. */
    public enum ReadOn {
        INSTANCE
    }

    private static CompletionStage<Inbound> read(Message message, int maxBytes, Materializer materializer) {
        if (!message.isText()) {
            message.asBinaryMessage().getStreamedData().runWith(Sink.cancelled(), materializer);
            return unreadable(Bye.protocol("Binary frames are not understood; send JSON as text"));
        }
        var text = message.asTextMessage();
        if (text.isStrict()) {
            return CompletableFuture.completedFuture(checked(text.getStrictText(), maxBytes));
        }
        return text.getStreamedText()
                .limitWeighted(maxBytes, part -> (long) part.length())
                .completionTimeout(MESSAGE_TIMEOUT)
                .runFold(new StringBuilder(), StringBuilder::append, materializer)
                .thenApply(whole -> checked(whole.toString(), maxBytes))
                .exceptionally(error -> new Inbound.Unreadable(tooLarge(maxBytes)));
    }

    private static Inbound checked(String text, int maxBytes) {
        boolean tooLarge = text.length() > maxBytes
                || (text.length() > maxBytes / 4 && text.getBytes(StandardCharsets.UTF_8).length > maxBytes);
        return tooLarge ? new Inbound.Unreadable(tooLarge(maxBytes)) : new Inbound.Text(text);
    }

    private static Bye tooLarge(int maxBytes) {
        return new Bye(
                "too_large",
                "A frame must have at most %d bytes and arrive within %d s"
                        .formatted(maxBytes, MESSAGE_TIMEOUT.toSeconds()),
                ServerFrame.Reconnect.NEVER);
    }

    private static CompletionStage<Inbound> unreadable(Bye bye) {
        return CompletableFuture.completedFuture(new Inbound.Unreadable(bye));
    }
}
