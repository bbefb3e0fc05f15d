package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.http.HttpCall;
import dev.jetway.mcp.http.HttpExchange;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.http.ResponseListener;
import dev.jetway.mcp.transport.Answer.Cause;
import dev.jetway.mcp.transport.Answer.Lost;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Mono;

/**
 * One session with an MCP server over streamable HTTP (MCP 2025-11-25, "Transports").
 *
 * <p>The SDK's client shakes hands over it, and answers what the server asks; requests that are made often
 * go {@link #request straight through}, in the name of their own caller, and never pass the SDK. Nothing
 * about a caller stays here once its request is over.
 *
 * <p>An answer counts only on the response to its own request, or where that is taken up again. Whoever no
 * longer waits {@link #abandon abandons}: the server is told, the response is cut, and nothing is left.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class StreamableHttp implements McpClientTransport {

    /** The shortest wait before a stream is taken up again, whatever the server says. */
    static final long MIN_RETRY_MILLIS = 20;

    private static final long DEFAULT_RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 30_000;
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(2);

    /** How long a stream may stay open that has said all it had to say. */
    private static final Duration END_GRACE = Duration.ofSeconds(1);

    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";
    private static final String INITIALIZE = "initialize";
    private static final String SESSION_HEADER = "Mcp-Session-Id";

    /** What the owner of a session may want to react to. Must not block. */
    public interface Listener {

        /** The server says that its list of tools has changed. */
        void toolsChanged();

        /** The stream for the server's own messages has ended: the server may be gone. */
        void streamEnded();
    }

    private final URI url;
    private final HttpPool http;
    private final JsonRpc json;
    private final Executor executor;
    private final Supplier<String> serviceToken;
    private final int maxMessageBytes;
    private final Listener listener;
    private final ListeningStream listening;
    private final AtomicLong ids = new AtomicLong();
    private final Set<PendingRequest> pending = ConcurrentHashMap.newKeySet();
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>>> sdk = new AtomicReference<>();
    private volatile String session = "";
    private volatile String protocolVersion = "";
    private volatile boolean closed;

    /**
     * @param executor runs everything that is done with what the server sends
     * @param serviceToken asked for the token of every request that is made for no caller
     * @param maxMessageBytes the largest single message that is read outside a caller's request
     */
    public StreamableHttp(
            URI url,
            HttpPool http,
            JsonRpc json,
            Executor executor,
            Supplier<String> serviceToken,
            int maxMessageBytes,
            Listener listener) {
        this.url = url;
        this.http = http;
        this.json = json;
        this.executor = executor;
        this.serviceToken = serviceToken;
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
        this.listening = new ListeningStream(this, maxMessageBytes, listener::streamEnded);
    }

    /**
     * Sends a request, once. Its answer goes to the consumer, exactly once, on a thread of the executor or of
     * whoever abandons it; there is no time-out here.
     */
    public PendingRequest request(String method, JsonNode params, Caller caller, Consumer<Answer> whenAnswered) {
        PendingRequest request = new PendingRequest("jw-" + ids.incrementAndGet(), method, caller, whenAnswered);
        try {
            send(request, json.request(request.id(), method, params));
        } catch (IOException e) {
            answered(request, Lost.of(Cause.GIVEN_UP, "the request cannot be written as JSON"));
        }
        return request;
    }

    private void send(PendingRequest request, byte[] body) {
        pending.add(request);
        if (closed) {
            answered(request, Lost.of(Cause.GIVEN_UP, "the connection was closed"));
            return;
        }
        post(request, body);
    }

    private void post(PendingRequest request, byte[] body) {
        Map<String, String> headers = headers(request.caller());
        headers.put("Content-Type", "application/json");
        boolean inSession = headers.containsKey(SESSION_HEADER);
        track(HttpCall.post(url, headers, body), new AnswerReader(this, request, inSession), request);
    }

    /** A session stands for one exchange more until that is over. */
    private HttpExchange track(HttpCall call, ResponseListener reader, PendingRequest request) {
        TrackedReader tracked = new TrackedReader(reader, open);
        HttpExchange exchange = http.send(call, tracked);
        tracked.started(exchange);
        if (request != null) {
            request.readFrom(exchange);
        }
        return exchange;
    }

    private Map<String, String> headers(Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        if (!caller.token().isEmpty()) {
            headers.put("Authorization", "Bearer " + caller.token());
        }
        if (!session.isEmpty()) {
            headers.put(SESSION_HEADER, session);
        }
        if (!protocolVersion.isEmpty()) {
            headers.put("MCP-Protocol-Version", protocolVersion);
        }
        return headers;
    }

    HttpExchange get(String lastEventId, Caller caller, ResponseListener reader) {
        return get(lastEventId, caller, reader, null);
    }

    private HttpExchange get(String lastEventId, Caller caller, ResponseListener reader, PendingRequest request) {
        Map<String, String> headers = headers(caller);
        headers.put("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            headers.put("Last-Event-ID", lastEventId);
        }
        return track(HttpCall.get(url, headers), reader, request);
    }

    /** Takes a response up again that ended before its answer came. */
    void resume(PendingRequest request, String lastEventId, long retryMillis) {
        long pause = retryMillis < 0 ? DEFAULT_RETRY_MILLIS : Math.max(MIN_RETRY_MILLIS, retryMillis);
        http.after(Duration.ofMillis(Math.min(pause, MAX_RETRY_MILLIS)), () -> {
            if (!request.isAnswered() && !closed) {
                get(lastEventId, request.caller(), new AnswerReader(this, request, !session.isEmpty()), request);
            }
        });
    }

    void after(Duration delay, Runnable task) {
        http.after(delay, task);
    }

    /** The server has let a message in. Called before anything is made of what it answers. */
    void accepted(PendingRequest request, HttpHeaders headers) {
        if (request.method().equals(INITIALIZE)) {
            session = headers.get(SESSION_HEADER, "");
        }
        if (request.isNotice()) {
            executor.execute(() -> answered(request, new Answer.Result(null)));
        }
    }

    void answered(PendingRequest request, Answer answer) {
        pending.remove(request);
        if (request.method().equals(INITIALIZE) && answer instanceof Answer.Result result) {
            protocolVersion = result.value().path("protocolVersion").asText();
        }
        request.complete(answer);
    }

    /** The answer has come on a stream, which is of no more use. */
    void expectEnd(PendingRequest request) {
        http.after(END_GRACE, request::cut);
    }

    /** Something the server says or asks that is no answer. */
    void incoming(JsonNode message) {
        if (closed || !message.has("method")) {
            return;
        }
        if (message.path("method").asText().equals(TOOLS_CHANGED)) {
            listener.toolsChanged();
            return;
        }
        var handler = sdk.get();
        if (handler != null) {
            handler.apply(Mono.just(json.toSdk(message))).subscribe(done -> {}, error -> {});
        }
    }

    /**
     * The caller waits no longer: tells the server, cuts the response and completes the request as given up.
     * Does nothing when it has been answered.
     */
    public void abandon(PendingRequest request, String reason) {
        if (request.isAnswered()) {
            return;
        }
        answered(request, Lost.of(Cause.GIVEN_UP, reason));
        request.cut();
        if (!closed) {
            try {
                notice("notifications/cancelled", json.cancelled(request.id(), reason), request.caller(), answer -> {});
            } catch (IOException e) {
                throw new IllegalStateException("A cancellation can always be written as JSON", e);
            }
        }
    }

    /** Sends something that has no answer; whether the server took it in is told all the same. */
    private void notice(String method, byte[] body, Caller caller, Consumer<Answer> whenTaken) {
        PendingRequest notice = new PendingRequest("", method, caller, whenTaken);
        post(notice, body);
        http.after(NOTICE_TIMEOUT, () -> {
            if (!notice.isAnswered()) {
                answered(notice, Lost.of(Cause.GIVEN_UP, "the server took too long to accept a message"));
                notice.cut();
            }
        });
    }

    Caller service() {
        return new Caller(serviceToken.get(), maxMessageBytes);
    }

    Executor executor() {
        return executor;
    }

    JsonRpc json() {
        return json;
    }

    URI url() {
        return url;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        sdk.set(handler);
        return Mono.empty();
    }

    /** Completes when a request of the SDK's has been answered, or another message been taken in. */
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromFuture(() -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            try {
                byte[] body = json.bytes(message);
                if (message instanceof JSONRPCRequest request) {
                    Consumer<Answer> handOver = answer -> handOver(request.id(), answer, done);
                    send(new PendingRequest(String.valueOf(request.id()), request.method(), service(), handOver), body);
                } else {
                    String method = message instanceof JSONRPCNotification notice ? notice.method() : "";
                    notice(method, body, service(), answer -> taken(method, answer, done));
                }
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
            return done;
        });
    }

    private void handOver(Object id, Answer answer, CompletableFuture<Void> done) {
        if (answer instanceof Lost lost) {
            done.completeExceptionally(new AnswerLostException(lost));
        } else {
            sdk.get().apply(Mono.just(JsonRpc.toSdk(id, answer))).subscribe(handled -> {}, error -> {});
            done.complete(null);
        }
    }

    private void taken(String method, Answer answer, CompletableFuture<Void> done) {
        if (answer instanceof Lost lost) {
            done.completeExceptionally(new AnswerLostException(lost));
            return;
        }
        if (method.equals("notifications/initialized")) {
            listening.open();
        }
        done.complete(null);
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

    /** How many requests wait for their answer. */
    public int outstanding() {
        return pending.size();
    }

    /** How many HTTP responses have not ended. */
    public int openResponses() {
        return open.size();
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        // The SDK would start a session of its own beside the one that replaces this connection.
    }

    /** As {@link #closeGracefully}, without waiting. */
    @Override
    public void close() {
        closeGracefully().subscribe();
    }

    /**
     * Completes what still waits as given up, tells the server that the session is over, then cuts every
     * response. Takes at most two seconds; never fails. Safe to repeat.
     */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromFuture(() -> {
            closed = true;
            listening.close();
            for (PendingRequest request : List.copyOf(pending)) {
                answered(request, Lost.of(Cause.GIVEN_UP, "the connection was closed"));
                request.cut();
            }
            return sayGoodbye().handle((done, error) -> {
                open.forEach(HttpExchange::cut);
                return null;
            });
        });
    }

    private CompletableFuture<Void> sayGoodbye() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (session.isEmpty()) {
            done.complete(null);
            return done;
        }
        PendingRequest goodbye = new PendingRequest("", "", service(), answer -> done.complete(null));
        Map<String, String> headers = headers(goodbye.caller());
        session = "";
        track(HttpCall.delete(url, headers), new AnswerReader(this, goodbye, true), goodbye);
        http.after(NOTICE_TIMEOUT, () -> done.complete(null));
        return done;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.as(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    }
}
