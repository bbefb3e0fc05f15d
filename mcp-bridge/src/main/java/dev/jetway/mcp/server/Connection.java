package dev.jetway.mcp.server;

import dev.jetway.mcp.transport.BridgeTransport;
import dev.jetway.mcp.transport.Call;
import dev.jetway.mcp.transport.PeerHttp;
import dev.jetway.mcp.transport.SharedHttp;
import dev.jetway.mcp.transport.TreeJsonMapper;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One session with a server, from its handshake to its end. It is never repaired: when the session is lost,
 * or the server gone, another one takes its place. Safe for use by many threads.
 */
final class Connection {

    private static final long MAX_PAGE_BYTES = 4L << 20;
    private static final int MAX_PAGES = 100;

    /** The SDK's own time-outs forget what they leave behind; ours always come first. */
    private static final Duration NEVER_FIRST = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final Supplier<String> serviceToken;
    private final PeerHttp http;
    private final BridgeTransport transport;
    private final McpAsyncClient client;
    private final AtomicBoolean suspected = new AtomicBoolean();

    Connection(
            ServerSettings settings,
            SharedHttp shared,
            TreeJsonMapper json,
            Supplier<String> serviceToken,
            BridgeTransport.Listener listener) {
        this.settings = settings;
        this.serviceToken = serviceToken;
        this.http = shared.newPeer();
        int maxMessage = (int) Math.max(MAX_PAGE_BYTES, settings.limits().maxResult());
        this.transport = new BridgeTransport(settings.url(), http, json, serviceToken, maxMessage, listener);
        Duration longest = settings.limits().callTimeout().compareTo(settings.connectTimeout()) > 0
                ? settings.limits().callTimeout()
                : settings.connectTimeout();
        this.client = McpClient.async(transport)
                .clientInfo(Implementation.builder("jetway", "0.1").build())
                .capabilities(McpSchema.ClientCapabilities.builder().build())
                .requestTimeout(longest.plus(NEVER_FIRST))
                .initializationTimeout(longest.plus(NEVER_FIRST))
                .build();
    }

    /** What a handshake found out. */
    record Greeting(String serverName, String serverVersion, String protocol, List<McpSchema.Tool> tools) {}

    /** Shakes hands and lists the tools. Fails after the connect time-out at the latest. */
    CompletionStage<Greeting> open() {
        Call call = new Call(serviceToken.get(), MAX_PAGE_BYTES);
        return client.initialize()
                .flatMap(result -> tools().map(tools -> greeting(result, tools)))
                .contextWrite(context -> context.put(McpTransportContext.KEY, call))
                .onErrorMap(error -> explained(call, error))
                .timeout(settings.connectTimeout())
                .toFuture();
    }

    private static Greeting greeting(InitializeResult result, List<McpSchema.Tool> tools) {
        Implementation info = result.serverInfo();
        return new Greeting(
                info == null ? "" : info.name(), info == null ? "" : info.version(), result.protocolVersion(), tools);
    }

    /** Lists the tools. Fails after the connect time-out at the latest. */
    CompletionStage<List<McpSchema.Tool>> list() {
        return tools().timeout(settings.connectTimeout()).toFuture();
    }

    private Mono<List<McpSchema.Tool>> tools() {
        return page(null, new ArrayList<>(), 1);
    }

    private Mono<List<McpSchema.Tool>> page(String cursor, List<McpSchema.Tool> found, int number) {
        Call call = new Call(serviceToken.get(), MAX_PAGE_BYTES);
        return client.listTools(cursor)
                .contextWrite(context -> context.put(McpTransportContext.KEY, call))
                .doOnCancel(() -> transport.abandon(call, "the list of tools took too long"))
                .onErrorMap(error -> explained(call, error))
                .flatMap(page -> following(page, found, number));
    }

    private Mono<List<McpSchema.Tool>> following(ListToolsResult page, List<McpSchema.Tool> found, int number) {
        found.addAll(page.tools());
        if (found.size() > settings.limits().maxTools()) {
            return Mono.error(new IllegalStateException("it offers more than the %d tools that max-tools allows"
                    .formatted(settings.limits().maxTools())));
        }
        if (page.nextCursor() == null || page.nextCursor().isEmpty()) {
            return Mono.just(List.copyOf(found));
        }
        if (number == MAX_PAGES) {
            return Mono.error(
                    new IllegalStateException("its list of tools has more than %d pages".formatted(MAX_PAGES)));
        }
        return page(page.nextCursor(), found, number + 1);
    }

    private static Throwable explained(Call call, Throwable error) {
        if (call.sessionUnknown()) {
            return new SessionLost();
        }
        return call.status() >= 300 ? new IllegalStateException("it answered HTTP " + call.status(), error) : error;
    }

    /** The server does not know the session any more. */
    static final class SessionLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private SessionLost() {
            super("its session was lost");
        }
    }

    /** Sends one call. */
    Mono<CallToolResult> send(CallToolRequest request, Call call) {
        return client.callTool(request).contextWrite(context -> context.put(McpTransportContext.KEY, call));
    }

    /** Nobody waits for the call any more. */
    void abandon(Call call, String reason) {
        transport.abandon(call, reason);
    }

    /** True for the first caller only: one report of trouble per connection is enough. */
    boolean suspect() {
        return suspected.compareAndSet(false, true);
    }

    int outstanding() {
        return transport.outstanding();
    }

    int openResponses() {
        return http.open();
    }

    /** Ends the session, and fails what still waits for an answer. Takes two seconds at most; never fails. */
    CompletionStage<Void> close() {
        return transport.closeGracefully().toFuture();
    }
}
