package dev.jetway.mcp.transport;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Stands between the SDK's client and its streamable HTTP transport, and adds what the client lacks.
 *
 * <p>The SDK forgets a call that its caller gave up: its entry among the pending ones, and its socket, stay
 * for ever, and the server works on. It does not notice when a response ends without the answer. So this
 * decorator knows
 * each call's id on the wire. {@link #abandon} tells the server, cuts the response and hands the SDK an error
 * as if the server had sent it, which frees the entry; a response that ended without its answer fails the
 * call in the same way. Notices about changed tools go to the listener too: the SDK would list again for each of them.
 *
 * <p>Uses public SDK types only. Safe for use by many threads.
 */
public final class BridgeTransport implements McpClientTransport {

    /** JSON-RPC error code of a call that was given up here. No server sends it: it is not in its range. */
    public static final int ABANDONED = -42800;

    /** JSON-RPC error code of a call whose answer can no longer come. */
    public static final int PEER_LOST = -42801;

    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(2);

    /**
     * When a body has ended, another thread may still carry the answer to the SDK. On a machine with far more
     * work than cores 50 ms were too short for one call in ten thousand.
     */
    private static final Duration ENDED_GRACE = Duration.ofSeconds(1);

    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";

    /** What a connection may want to react to. Called on transport threads: must not block. */
    public interface Listener {

        /** The server says that its list of tools has changed. */
        void toolsChanged();

        /** The stream for the server's own messages has ended: the server may be gone. */
        void streamEnded();
    }

    private final PeerHttp http;
    private final McpClientTransport transport;
    private final Listener listener;
    private final Map<Object, Call> outstanding = new ConcurrentHashMap<>();
    private final AtomicReference<Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>>> inbound =
            new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param serviceToken asked for the token of every request that is made for no caller
     * @param maxMessageBytes the largest single message that is read at all
     */
    public BridgeTransport(
            URI url,
            PeerHttp http,
            McpJsonMapper json,
            Supplier<String> serviceToken,
            int maxMessageBytes,
            Listener listener) {
        this.http = http;
        this.listener = listener;
        this.transport = HttpClientStreamableHttpTransport.builder(
                        url.resolve("/").toString())
                .endpoint(url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery())
                .clientBuilder(http.asBuilder())
                .jsonMapper(json)
                .resumableStreams(false)
                .maxResponseSize(maxMessageBytes)
                .addAsyncHttpRequestCustomizer(
                        (builder, method, uri, body, context) -> authorize(builder, method, context, serviceToken))
                .build();
        http.onEnded(this::responseEnded);
    }

    private static Publisher<HttpRequest.Builder> authorize(
            HttpRequest.Builder builder, String method, McpTransportContext context, Supplier<String> serviceToken) {
        // The stream for the server's own messages is opened with the context of the handshake, and outlives it.
        Call call = method.equals("POST") && context instanceof Call carried ? carried : null;
        String token = call == null ? serviceToken.get() : call.token();
        if (!token.isEmpty()) {
            builder.setHeader("Authorization", "Bearer " + token);
        }
        return Mono.just(call == null ? builder : CallRequest.remembering(call, builder));
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        if (closed) {
            return Mono.error(new IllegalStateException("The connection is closed"));
        }
        inbound.set(handler);
        return transport.connect(message -> handler.apply(message.filter(this::admit)));
    }

    private boolean admit(JSONRPCMessage message) {
        if (closed) {
            return false;
        }
        if (message instanceof JSONRPCResponse response) {
            return response.id() == null || outstanding.remove(response.id()) != null;
        }
        if (message instanceof JSONRPCNotification notification && TOOLS_CHANGED.equals(notification.method())) {
            listener.toolsChanged();
            return false;
        }
        return true;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        if (!(message instanceof JSONRPCRequest request)) {
            return transport.sendMessage(message);
        }
        return Mono.deferContextual(context -> {
            Call call = context.<McpTransportContext>getOrEmpty(McpTransportContext.KEY)
                    .filter(Call.class::isInstance)
                    .map(Call.class::cast)
                    .orElseGet(() -> new Call(Call.ANONYMOUS, Long.MAX_VALUE));
            call.sending(request.id(), context.getOrDefault(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, null));
            outstanding.put(request.id(), call);
            return transport.sendMessage(message).doOnError(error -> outstanding.remove(request.id()));
        });
    }

    /**
     * The caller waits no longer: tells the server, cuts the response and frees what the SDK holds. Does
     * nothing when the call has been answered, or never left.
     */
    public void abandon(Call call, String reason) {
        Object id = call.id();
        if (id == null || outstanding.remove(id) == null) {
            return;
        }
        call.cut();
        tellCancelled(call, id, reason);
        inject(id, ABANDONED, reason);
    }

    private void tellCancelled(Call call, Object id, String reason) {
        if (closed) {
            return;
        }
        Call notice = new Call(call.token(), call.maxAnswerBytes());
        String version = call.protocolVersion();
        transport
                .sendMessage(
                        new JSONRPCNotification("notifications/cancelled", Map.of("requestId", id, "reason", reason)))
                .contextWrite(context -> {
                    var carrying = context.put(McpTransportContext.KEY, notice);
                    return version == null
                            ? carrying
                            : carrying.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version);
                })
                .timeout(NOTICE_TIMEOUT)
                .doOnError(error -> notice.cut())
                .onErrorComplete()
                .subscribe();
    }

    private void responseEnded(Optional<Call> call, String how) {
        if (call.isEmpty()) {
            if (!closed) {
                listener.streamEnded();
            }
            return;
        }
        Object id = call.get().id();
        if (id != null && outstanding.containsKey(id)) {
            Schedulers.parallel().schedule(() -> lose(id, how), ENDED_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lose(Object id, String how) {
        if (outstanding.remove(id) != null) {
            inject(id, PEER_LOST, how);
        }
    }

    private void inject(Object id, int code, String message) {
        var handler = inbound.get();
        if (handler != null) {
            handler.apply(Mono.just(JSONRPCResponse.error(id, new JSONRPCResponse.JSONRPCError(code, message))))
                    .subscribe();
        }
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        // The SDK would start a session of its own beside the one that replaces this connection.
    }

    /** How many requests wait for their answer. */
    public int outstanding() {
        return outstanding.size();
    }

    /** As {@link #closeGracefully}, without waiting. */
    @Override
    public void close() {
        closeGracefully().subscribe();
    }

    /**
     * Fails what still waits, tells the server that the session is over, then cuts every socket. Takes at
     * most two seconds; never fails.
     */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.defer(() -> {
            for (Object id : List.copyOf(outstanding.keySet())) {
                lose(id, "the connection was closed");
            }
            closed = true;
            return transport
                    .closeGracefully()
                    .timeout(NOTICE_TIMEOUT)
                    .onErrorComplete()
                    .doFinally(signal -> http.close());
        });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }
}
