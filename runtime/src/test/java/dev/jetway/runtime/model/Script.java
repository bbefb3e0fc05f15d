package dev.jetway.runtime.model;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** How one request is answered, step by step. Values: each method gives another script. */
public final class Script {

    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private interface Step {
        Source<ByteString, ?> bytes();
    }

    private static final class CutException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutException() {
            super("The script cuts the answer here", null, false, false);
        }
    }

    private final int status;
    private final String contentType;
    private final List<HttpHeader> headers;
    private final CompletionStage<?> head;
    private final List<Step> steps;

    private Script(
            int status, String contentType, List<HttpHeader> headers, CompletionStage<?> head, List<Step> steps) {
        this.status = status;
        this.contentType = contentType;
        this.headers = headers;
        this.head = head;
        this.steps = steps;
    }

    /** An answer in one piece. */
    public static Script of(int status, String contentType, String body) {
        var empty = new Script(status, contentType, List.of(), CompletableFuture.completedStage(null), List.of());
        return body.isEmpty() ? empty : empty.sends(body);
    }

    public static Script json(int status, String body) {
        return of(status, "application/json", body);
    }

    /** A stream of events, still without any. */
    public static Script stream() {
        return of(200, "text/event-stream; charset=utf-8", "");
    }

    public Script header(String name, String value) {
        return new Script(status, contentType, append(headers, RawHeader.create(name, value)), head, steps);
    }

    /** Status and headers come when this stage is done, or never. */
    public Script after(CompletionStage<?> told) {
        return new Script(status, contentType, headers, told, steps);
    }

    /** Sends text as it is. */
    public Script sends(String text) {
        return with(() -> Source.single(ByteString.fromString(text)));
    }

    public Script event(String data) {
        return sends("data: %s\n\n".formatted(data));
    }

    public Script event(String name, String data) {
        return sends("event: %s\ndata: %s\n\n".formatted(name, data));
    }

    /** Goes on when this stage is done, or never. */
    public Script waitsFor(CompletionStage<?> told) {
        return with(() -> Source.completionStage(told.thenApply(done -> ByteString.emptyByteString()))
                .filter(ByteString::nonEmpty));
    }

    /** Says nothing more, and holds the connection. */
    public Script hangs() {
        return with(Source::never);
    }

    /** Sends a text again and again until the other side has enough. */
    public Script drips(String text, Duration every) {
        return with(() -> Source.tick(every, every, ByteString.fromString(text)));
    }

    /** Sends a text again and again, as fast as it is read. */
    public Script floods(String text) {
        return with(() -> Source.repeat(ByteString.fromString(text)));
    }

    /** Breaks the connection; not at once, or what was sent before would be lost with it. */
    public Script cuts() {
        return with(() -> Source.tick(A_MOMENT, A_MOMENT, ByteString.emptyByteString())
                .map(now -> {
                    throw new CutException();
                }));
    }

    private Script with(Step step) {
        return new Script(status, contentType, headers, head, append(steps, step));
    }

    private static <T> List<T> append(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    CompletionStage<HttpResponse> response() {
        var type = ContentTypes.parse(contentType);
        Source<ByteString, NotUsed> body = Source.from(steps).flatMapConcat(Step::bytes);
        return head.thenApply(told -> HttpResponse.create()
                .withStatus(StatusCodes.custom(status, "As scripted", "", false, true))
                .addHeaders(headers)
                .withEntity(HttpEntities.createChunked(type, body)));
    }
}
