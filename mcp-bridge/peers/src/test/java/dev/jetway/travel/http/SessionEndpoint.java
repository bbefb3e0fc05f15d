package dev.jetway.travel.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An MCP server on its URL: streamable HTTP with sessions, event streams, and answers that are taken up again. */
final class SessionEndpoint implements HttpHandler, McpStreamableServerTransportProvider {

    private static final String SESSION = "Mcp-Session-Id";
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final McpJsonMapper json;
    private final String hangsUp;
    private final Map<String, McpStreamableServerSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JSONRPCResponse>> kept = new ConcurrentHashMap<>();
    private volatile McpStreamableServerSession.Factory factory;

    /** @param hangsUp a tool whose calls are answered on a second stream, when the client comes back for it */
    SessionEndpoint(McpJsonMapper json, String hangsUp) {
        this.json = json;
        this.hangsUp = hangsUp;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
        factory = sessionFactory;
    }

    @Override
    public List<String> protocolVersions() {
        return McpEndpoint.VERSIONS;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.fromIterable(sessions.values())
                .flatMap(session -> session.sendNotification(method, params))
                .then();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Flux.fromIterable(sessions.values())
                .flatMap(McpStreamableServerSession::closeGracefully)
                .then();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (McpEndpoint.turnedAway(exchange)) {
            return;
        }
        String method = exchange.getRequestMethod();
        if (method.equals("POST")) {
            post(exchange);
            return;
        }
        Optional<McpStreamableServerSession> session = session(exchange);
        if (session.isEmpty()) {
            return;
        }
        switch (method) {
            case "GET" -> listen(exchange, session.get());
            case "DELETE" -> {
                sessions.remove(session.get().getId());
                session.get().delete().block(LONGEST_ANSWER);
                Responses.empty(exchange, 200);
            }
            default -> Responses.error(exchange, 405, "Use POST, GET or DELETE");
        }
    }

    /** The session a request belongs to; where there is none, the request has been answered. */
    private Optional<McpStreamableServerSession> session(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst(SESSION);
        if (id == null) {
            Responses.error(exchange, 400, "Every request but the first names its session");
            return Optional.empty();
        }
        McpStreamableServerSession session = sessions.get(id);
        if (session == null) {
            Responses.error(exchange, 404, "There is no such session");
        }
        return Optional.ofNullable(session);
    }

    private void post(HttpExchange exchange) throws IOException {
        JSONRPCMessage message =
                McpSchema.deserializeJsonRpcMessage(json, new String(Responses.body(exchange), StandardCharsets.UTF_8));
        if (message instanceof JSONRPCRequest request && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            initialize(exchange, request);
            return;
        }
        Optional<McpStreamableServerSession> found = session(exchange);
        if (found.isEmpty()) {
            return;
        }
        McpStreamableServerSession session = found.get();
        if (message instanceof JSONRPCRequest request) {
            EventStreamResponse response = new EventStreamResponse(exchange, json);
            if (calls(request, hangsUp)) {
                kept.put(response.hangUp(), response.answer());
            }
            session.responseStream(response).handle(request).subscribe(done -> {}, error -> response.close());
        } else if (message instanceof JSONRPCNotification notification) {
            session.accept(notification).block(LONGEST_ANSWER);
            Responses.empty(exchange, 202);
        } else if (message instanceof JSONRPCResponse response) {
            session.accept(response).block(LONGEST_ANSWER);
            Responses.empty(exchange, 202);
        }
    }

    private void initialize(HttpExchange exchange, JSONRPCRequest request) throws IOException {
        var started = factory.startSession(json.convertValue(request.params(), new TypeRef<InitializeRequest>() {}));
        String id = started.session().getId();
        sessions.put(id, started.session());
        exchange.getResponseHeaders().set(SESSION, id);
        Object result = started.initResult().block(LONGEST_ANSWER);
        Responses.json(exchange, 200, json.writeValueAsBytes(JSONRPCResponse.result(request.id(), result)));
    }

    private static boolean calls(JSONRPCRequest request, String tool) {
        return request.method().equals(McpSchema.METHOD_TOOLS_CALL)
                && request.params() instanceof Map<?, ?> params
                && tool.equals(params.get("name"));
    }

    private void listen(HttpExchange exchange, McpStreamableServerSession session) throws IOException {
        EventStreamResponse response = new EventStreamResponse(exchange, json);
        response.open();
        String lastEvent = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        CompletableFuture<JSONRPCResponse> answer = lastEvent == null ? null : kept.remove(lastEvent);
        if (answer == null) {
            session.listeningStream(response);
        } else {
            answer.thenAccept(found -> response.sendMessage(found).block(LONGEST_ANSWER));
        }
    }
}
