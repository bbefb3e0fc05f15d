package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.http.HttpCall;
import dev.jetway.mcp.http.HttpExchange;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.http.ResponseListener;
import dev.jetway.mcp.transport.Answer.Cause;
import dev.jetway.mcp.transport.Answer.Lost;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * Carries a session over streamable HTTP (MCP 2025-11-25, "Transports"). An answer counts only on the
 * response to its own request, or where that is taken up again.
 */
final class StreamableHttp implements Carrier {

    /** The shortest wait before a stream is taken up again, whatever the server says. */
    static final long MIN_RETRY_MILLIS = 20;

    private static final long DEFAULT_RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 30_000;

    /** How long a server may take to accept a message that has no answer. */
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(2);

    /** How long a stream may stay open that has said all it had to say. */
    private static final Duration END_GRACE = Duration.ofSeconds(1);

    private static final String INITIALIZE = "initialize";
    private static final String SESSION_HEADER = "Mcp-Session-Id";

    private final URI url;
    private final HttpPool http;
    private final Session.Means means;
    private final Session session;
    private final ListeningStream listening;
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private volatile String sessionId = "";
    private volatile String protocolVersion = "";

    StreamableHttp(URI url, HttpPool http, Session.Means means, Session session) {
        this.url = url;
        this.http = http;
        this.means = means;
        this.session = session;
        this.listening = new ListeningStream(this, means.maxMessageBytes());
    }

    @Override
    public void send(PendingRequest request, byte[] message) {
        Map<String, String> headers = headers(request.caller());
        headers.put("Content-Type", "application/json");
        boolean inSession = headers.containsKey(SESSION_HEADER);
        track(HttpCall.post(url, headers, message), new AnswerReader(this, request, inSession), request);
        if (request.isNotice()) {
            http.after(NOTICE_TIMEOUT, () -> giveUp(request));
        }
    }

    private void giveUp(PendingRequest notice) {
        if (!notice.isAnswered()) {
            means.executor()
                    .execute(() -> session.answered(
                            notice, Lost.of(Cause.GIVEN_UP, "the server took too long to accept a message")));
            notice.cut();
        }
    }

    private Map<String, String> headers(Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        if (!caller.token().isEmpty()) {
            headers.put("Authorization", "Bearer " + caller.token());
        }
        if (!sessionId.isEmpty()) {
            headers.put(SESSION_HEADER, sessionId);
        }
        if (!protocolVersion.isEmpty()) {
            headers.put("MCP-Protocol-Version", protocolVersion);
        }
        return headers;
    }

    /** Knows the exchange for as long as its response is read. */
    private HttpExchange track(HttpCall call, ResponseListener reader) {
        TrackedReader tracked = new TrackedReader(reader, open);
        HttpExchange exchange = http.send(call, tracked);
        tracked.started(exchange);
        return exchange;
    }

    private void track(HttpCall call, ResponseListener reader, PendingRequest request) {
        request.whenCut(track(call, reader)::cut);
    }

    private HttpCall streamFrom(String lastEventId, Caller caller) {
        Map<String, String> headers = headers(caller);
        headers.put("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            headers.put("Last-Event-ID", lastEventId);
        }
        return HttpCall.get(url, headers);
    }

    @Override
    public void established() {
        listening.open();
    }

    HttpExchange listen(String lastEventId, ResponseListener reader) {
        return track(streamFrom(lastEventId, means.service()), reader);
    }

    /** Takes a response up again that ended before its answer came. */
    void resume(PendingRequest request, String lastEventId, long retryMillis) {
        long pause = retryMillis < 0 ? DEFAULT_RETRY_MILLIS : Math.max(MIN_RETRY_MILLIS, retryMillis);
        after(Duration.ofMillis(Math.min(pause, MAX_RETRY_MILLIS)), () -> {
            if (!request.isAnswered() && !session.isClosed()) {
                track(
                        streamFrom(lastEventId, request.caller()),
                        new AnswerReader(this, request, !sessionId.isEmpty()),
                        request);
            }
        });
    }

    void after(Duration delay, Runnable task) {
        http.after(delay, task);
    }

    /** The server has let a message in. Called before anything is made of what it answers. */
    void accepted(PendingRequest request, HttpHeaders headers) {
        if (request.method().equals(INITIALIZE)) {
            sessionId = headers.get(SESSION_HEADER, "");
        }
        if (request.isNotice()) {
            means.executor().execute(() -> session.answered(request, new Answer.Result(null)));
        }
    }

    void answered(PendingRequest request, Answer answer) {
        if (request.method().equals(INITIALIZE) && answer instanceof Answer.Result result) {
            protocolVersion = result.value().path("protocolVersion").asText();
        }
        session.answered(request, answer);
    }

    /** All that counts of a response has come, so it is of no more use. */
    void expectEnd(PendingRequest request) {
        http.after(END_GRACE, request::cut);
    }

    /** @param during the request on whose response it came; empty on the listening stream */
    void incoming(JsonNode message, Optional<PendingRequest> during) {
        session.incoming(message, during);
    }

    void streamEnded() {
        session.streamEnded();
    }

    Executor executor() {
        return means.executor();
    }

    JsonRpc json() {
        return means.json();
    }

    URI url() {
        return url;
    }

    static String unreachable(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return cause.getMessage();
        }
        if (cause instanceof SSLException) {
            return "no secure connection came about: " + cause.getMessage();
        }
        return cause instanceof ConnectException
                ? "nothing answers at its address"
                : String.valueOf(cause.getMessage());
    }

    @Override
    public int open() {
        return open.size();
    }

    @Override
    public CompletionStage<Void> close() {
        listening.close();
        return sayGoodbye().thenRun(() -> open.forEach(HttpExchange::cut));
    }

    private CompletableFuture<Void> sayGoodbye() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (sessionId.isEmpty()) {
            done.complete(null);
            return done;
        }
        PendingRequest goodbye = PendingRequest.notice(means.service(), answer -> done.complete(null));
        Map<String, String> headers = headers(goodbye.caller());
        sessionId = "";
        track(HttpCall.delete(url, headers), new AnswerReader(this, goodbye, true), goodbye);
        http.after(NOTICE_TIMEOUT, () -> done.complete(null));
        return done;
    }
}
