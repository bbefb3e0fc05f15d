package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.process.ProcessGuard;
import dev.jetway.mcp.process.ServerCommand;
import dev.jetway.mcp.process.ServerProcess;
import dev.jetway.mcp.transport.Answer.Cause;
import dev.jetway.mcp.transport.Answer.Lost;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One session with an MCP server: what was asked and not yet answered, whatever carries it.
 *
 * <p>The SDK's client shakes hands over it, and answers what the server asks; requests that are made often
 * go {@link #request straight through}, in the name of their own caller, and never pass the SDK. Nothing
 * about a caller stays here once its request is over. Whoever no longer waits {@link #abandon abandons}: the
 * server is told, the response is cut, and nothing is left.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class Session implements McpClientTransport {

    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";
    static final String PROGRESS = "notifications/progress";
    private static final String INITIALIZED = "notifications/initialized";

    /** What the owner of a session may want to react to. Must not block. */
    public interface Listener {

        /** The server says that its list of tools has changed. */
        void toolsChanged();

        /** The stream for the server's own messages has ended: the server may be gone. */
        void streamEnded();

        /** Nothing more will come of this session. */
        void gone(String reason);

        /**
         * The server asks something, and nobody can tell for which request, or that request's {@link Meanwhile}
         * leaves it.
         *
         * @return whether this takes care of it; false leaves it to the SDK's client
         */
        default boolean asked(ServerQuestion question) {
            return false;
        }
    }

    /**
     * What sessions are made of.
     *
     * @param executor runs everything that is done with what a server sends
     * @param serviceToken asked for the token of every request that is made for no caller
     * @param maxMessageBytes the largest single message that is read outside a caller's request
     */
    public record Means(JsonRpc json, Executor executor, Supplier<String> serviceToken, int maxMessageBytes) {

        Caller service() {
            return new Caller(serviceToken.get(), maxMessageBytes);
        }
    }

    private final Means means;
    private final Listener listener;
    private final Carrier carrier;
    private final AtomicLong ids = new AtomicLong();
    private final Set<PendingRequest> pending = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>>> sdk = new AtomicReference<>();
    private volatile boolean closed;

    private Session(Means means, Listener listener, Function<Session, Carrier> carrier) {
        this.means = means;
        this.listener = listener;
        this.carrier = carrier.apply(this);
    }

    /** A session over streamable HTTP. Nothing is sent yet. */
    public static Session over(URI url, HttpPool http, Means means, Listener listener) {
        return new Session(means, listener, session -> new StreamableHttp(url, http, means, session));
    }

    /** A session over the standard input and output of a process, which is started. */
    public static Session with(String name, ServerCommand command, ProcessGuard guard, Means means, Listener listener) {
        return new Session(
                means,
                listener,
                session -> new Stdio(
                        reader -> new ServerProcess(name, command, means.maxMessageBytes(), guard, reader),
                        means,
                        session));
    }

    /**
     * Sends a request, once. Its answer goes to the consumer, exactly once, on a thread of the executor or of
     * whoever abandons it; there is no time-out here.
     */
    public PendingRequest request(String method, JsonNode params, Caller caller, Consumer<Answer> whenAnswered) {
        return request(method, params, caller, Meanwhile.NOTHING, whenAnswered);
    }

    /**
     * As {@link #request(String, JsonNode, Caller, Consumer)}.
     *
     * @param meanwhile hears what the server says before it answers, as far as that surely belongs to this request
     */
    public PendingRequest request(
            String method, JsonNode params, Caller caller, Meanwhile meanwhile, Consumer<Answer> whenAnswered) {
        PendingRequest request =
                new PendingRequest("jw-" + ids.incrementAndGet(), method, caller, meanwhile, whenAnswered);
        try {
            JsonNode sent = meanwhile.wantsProgress() ? JsonRpc.withProgress(params, request.id()) : params;
            send(request, means.json().request(request.id(), method, sent));
        } catch (IOException e) {
            answered(request, Lost.of(Cause.GIVEN_UP, "the request cannot be written as JSON"));
        }
        return request;
    }

    private void send(PendingRequest request, byte[] message) {
        pending.add(request);
        if (closed) {
            answered(request, Lost.of(Cause.GIVEN_UP, "the connection was closed"));
        } else {
            carrier.send(request, message);
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
            notice(means.json().cancelled(request.id(), reason), request.caller(), taken -> {});
        }
    }

    /** Sends something that has no answer; whether the server took it in is told all the same. */
    private void notice(byte[] message, Caller caller, Consumer<Answer> whenTaken) {
        carrier.send(PendingRequest.notice(caller, whenTaken), message);
    }

    /** The answer to a request, or why there is none. The first one counts. */
    void answered(PendingRequest request, Answer answer) {
        pending.remove(request);
        request.complete(answer);
    }

    /**
     * Something the server says or asks that is no answer.
     *
     * @param during the request it surely belongs to; empty where nobody can tell
     */
    void incoming(JsonNode message, Optional<PendingRequest> during) {
        if (closed || !message.has("method")) {
            return;
        }
        String method = message.path("method").asText();
        if (method.equals(TOOLS_CHANGED)) {
            listener.toolsChanged();
        } else if (method.equals(PROGRESS)) {
            during.filter(request -> request.id().equals(JsonRpc.progressOf(message)))
                    .map(PendingRequest::meanwhile)
                    .filter(Meanwhile::wantsProgress)
                    .ifPresent(meanwhile -> meanwhile.progressed(
                            message.at("/params/progress").asDouble(),
                            message.at("/params/message").asText()));
        } else if (!ServerQuestion.isOne(message) || !asked(message, during.filter(request -> !request.isAnswered()))) {
            tellSdk(means.json().toSdk(message));
        }
    }

    private boolean asked(JsonNode message, Optional<PendingRequest> during) {
        ServerQuestion question = new ServerQuestion(means.json(), message, reply -> {
            if (!closed && during.filter(PendingRequest::isAnswered).isEmpty()) {
                notice(reply, during.map(PendingRequest::caller).orElseGet(means::service), taken -> {});
            }
        });
        return during.map(PendingRequest::meanwhile).orElse(Meanwhile.NOTHING).asked(question)
                || listener.asked(question);
    }

    private void tellSdk(JSONRPCMessage message) {
        var handler = sdk.get();
        if (handler != null) {
            handler.apply(Mono.just(message)).subscribe(done -> {}, error -> {});
        }
    }

    void streamEnded() {
        if (!closed) {
            listener.streamEnded();
        }
    }

    void gone(String reason) {
        if (!closed) {
            listener.gone(reason);
        }
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
            byte[] bytes = means.json().bytes(message);
            if (message instanceof JSONRPCRequest request) {
                Consumer<Answer> handOver = answer -> handOver(request.id(), answer, done);
                send(
                        new PendingRequest(
                                String.valueOf(request.id()),
                                request.method(),
                                means.service(),
                                Meanwhile.NOTHING,
                                handOver),
                        bytes);
            } else {
                String method = message instanceof JSONRPCNotification notification ? notification.method() : "";
                notice(bytes, means.service(), answer -> taken(method, answer, done));
            }
            return done;
        });
    }

    private void handOver(Object id, Answer answer, CompletableFuture<Void> done) {
        if (answer instanceof Lost lost) {
            done.completeExceptionally(new AnswerLostException(lost));
        } else {
            tellSdk(JsonRpc.toSdk(id, answer));
            done.complete(null);
        }
    }

    private void taken(String method, Answer answer, CompletableFuture<Void> done) {
        if (answer instanceof Lost lost) {
            done.completeExceptionally(new AnswerLostException(lost));
            return;
        }
        if (method.equals(INITIALIZED)) {
            carrier.established();
        }
        done.complete(null);
    }

    /** How many requests wait for their answer. */
    public int outstanding() {
        return pending.size();
    }

    /** How many responses are being read. */
    public int openResponses() {
        return carrier.open();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        // The SDK would start a session of its own beside the one that replaces this one.
    }

    /** As {@link #closeGracefully}, without waiting. */
    @Override
    public void close() {
        closeGracefully().subscribe();
    }

    /**
     * Completes what still waits as given up, tells the server that the session is over, then lets go of it.
     * Takes at most two seconds; never fails. Safe to repeat.
     */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromCompletionStage(() -> {
            closed = true;
            for (PendingRequest request : List.copyOf(pending)) {
                answered(request, Lost.of(Cause.GIVEN_UP, "the connection was closed"));
                request.cut();
            }
            return carrier.close();
        });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return means.json().as(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }
}
