package dev.jetway.runtime.operations;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;

/** Server-sent events, with JSON texts as data: such a text has no line break. */
public final class ServerSentEvents {

    private static final ContentType TYPE = MediaTypes.TEXT_EVENT_STREAM.toContentType();

    /** A comment: it keeps what is in between from ending a silent connection. */
    private static final ByteString HEARTBEAT = ByteString.fromString(": hb\n\n");

    private ServerSentEvents() {}

    /** @param id what a reader comes back with */
    public static String data(String id, String json) {
        return "id: %s\ndata: %s\n\n".formatted(id, json);
    }

    public static String event(String name, String json) {
        return "event: %s\ndata: %s\n\n".formatted(name, json);
    }

    /** @param silence after so much of it a comment is sent */
    public static HttpResponse response(Source<ByteString, NotUsed> events, Duration silence) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(HttpEntities.createChunked(TYPE, events.keepAlive(silence, () -> HEARTBEAT)));
    }
}
