package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.http.ResponseListener;
import dev.jetway.mcp.transport.Answer.Cause;
import dev.jetway.mcp.transport.Answer.Lost;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads one HTTP response for the answer to one request: a JSON body, or a stream of events that ends with
 * the answer. What else the stream carries goes to the connection. A stream that ends early, and has named
 * its events, is taken up again where it ended.
 */
final class AnswerReader implements ResponseListener {

    private static final int MAX_DISCARDED = 64 << 10;
    private static final int FIRST_BODY = 2 << 10;

    /** What is done with the body. That of a notice says nothing, whatever it says. */
    private enum Body {
        DISCARD,
        JSON,
        EVENTS
    }

    private final StreamableHttp connection;
    private final PendingRequest request;
    private final boolean inSession;
    private Body kind = Body.DISCARD;
    private EventStream events;
    private InOrder messages;
    private byte[] body = {};
    private int length;
    private long bytes;
    private volatile int status;
    private boolean settled;
    private boolean tooMuch;

    AnswerReader(StreamableHttp connection, PendingRequest request, boolean inSession) {
        this.connection = connection;
        this.request = request;
        this.inSession = inSession;
    }

    @Override
    public void head(int httpStatus, HttpHeaders headers) {
        status = httpStatus;
        if (status == 404 && inSession) {
            lost(Cause.SESSION_UNKNOWN, "its session was lost");
        } else if (status / 100 != 2) {
            lost(Cause.REJECTED, "it answered HTTP " + status);
        } else {
            connection.accepted(request, headers);
            if (request.isNotice()) {
                settled = true;
                connection.expectEnd(request);
            } else {
                expect(headers.get(HttpHeaderNames.CONTENT_TYPE, ""));
            }
        }
    }

    private void expect(String type) {
        if (type.startsWith("application/json")) {
            kind = Body.JSON;
            body = new byte[FIRST_BODY];
        } else if (type.startsWith("text/event-stream")) {
            kind = Body.EVENTS;
            messages = new InOrder(connection.executor());
            events = new EventStream(
                    (int) Math.min(Integer.MAX_VALUE, request.caller().maxAnswerBytes()), this::event);
        }
    }

    @Override
    public void body(ByteBuf part) {
        bytes += part.readableBytes();
        if (tooMuch || kind == Body.DISCARD) {
            if (bytes > MAX_DISCARDED) {
                cutAs(Cause.NONSENSE, "its answer was not JSON");
            }
        } else if (bytes > request.caller().maxAnswerBytes()) {
            cutAs(Cause.TOO_LARGE, "its answer was too large");
        } else if (kind == Body.JSON) {
            keep(part);
        } else {
            events.feed(part);
        }
    }

    private void keep(ByteBuf part) {
        int size = part.readableBytes();
        if (length + size > body.length) {
            body = Arrays.copyOf(body, Math.max(body.length * 2, length + size));
        }
        part.readBytes(body, length, size);
        length += size;
    }

    private void event(String data) {
        if (!messages.offer(() -> message(data))) {
            cutAs(Cause.TOO_LARGE, "it sent more messages than can be read");
        }
    }

    private void cutAs(Cause cause, String how) {
        tooMuch = true;
        lost(cause, how);
        request.cut();
    }

    @Override
    public void ended() {
        if (kind == Body.JSON) {
            connection.executor().execute(this::answerInBody);
        } else if (kind == Body.EVENTS && !settled) {
            messages.end(() -> over("the connection ended without an answer"));
        } else {
            lost(Cause.BROKEN, "the connection ended without an answer");
        }
    }

    @Override
    public void failed(Throwable cause, boolean sent) {
        if (!sent) {
            lost(Cause.UNREACHABLE, StreamableHttp.unreachable(cause));
        } else if (kind == Body.EVENTS && !settled) {
            messages.end(() -> over("the connection broke in the middle of the answer"));
        } else if (status == 0) {
            lost(Cause.BROKEN, "the connection broke before an answer came");
        } else {
            lost(Cause.BROKEN, "the connection broke in the middle of the answer");
        }
    }

    private void answerInBody() {
        try {
            JsonNode message = connection.json().parse(body, length);
            if (JsonRpc.isAnswer(message) && JsonRpc.answers(message, request.id())) {
                connection.answered(request, JsonRpc.answer(message));
            } else {
                lostFor(Cause.BROKEN, "the connection ended without an answer");
            }
        } catch (IOException e) {
            lostFor(Cause.NONSENSE, "its answer broke off or made no sense");
        }
    }

    private void message(String data) {
        try {
            JsonNode message = connection.json().parse(data);
            if (!JsonRpc.isAnswer(message)) {
                connection.incoming(message, Optional.of(request));
            } else if (JsonRpc.answers(message, request.id())) {
                connection.answered(request, JsonRpc.answer(message));
                connection.expectEnd(request);
            }
        } catch (IOException e) {
            lostFor(Cause.NONSENSE, "its answer broke off or made no sense");
            request.cut();
        }
    }

    private void over(String how) {
        if (events != null && !events.lastEventId().isEmpty() && !request.isAnswered()) {
            connection.resume(request, events.lastEventId(), events.retryMillis());
        } else {
            lostFor(Cause.BROKEN, how);
        }
    }

    /** On the I/O thread, where nothing of what the caller does about it may be done. */
    private void lost(Cause cause, String how) {
        if (!settled) {
            settled = true;
            connection.executor().execute(() -> lostFor(cause, how));
        }
    }

    private void lostFor(Cause cause, String how) {
        connection.answered(request, new Lost(cause, status, how));
    }
}
