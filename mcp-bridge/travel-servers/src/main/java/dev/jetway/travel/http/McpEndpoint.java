package dev.jetway.travel.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.jetway.travel.http.Tokens.InvalidToken;
import dev.jetway.travel.tools.Caller;
import dev.jetway.travel.tools.ToolServer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One MCP server on its URL: streamable HTTP without sessions, every answer plain JSON. */
final class McpEndpoint implements HttpHandler, McpStatelessServerTransport {

    private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Pattern LOCAL_ORIGIN = Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    static final List<String> VERSIONS = List.of("2025-03-26", "2025-06-18", "2025-11-25");

    private final ToolServer server;
    private final Tokens tokens;
    private final McpJsonMapper json;
    private final Optional<Drill> drill;
    private volatile McpStatelessServerHandler handler;

    McpEndpoint(ToolServer server, Tokens tokens, McpJsonMapper json, Optional<Drill> drill) {
        this.server = server;
        this.tokens = tokens;
        this.json = json;
        this.drill = drill;
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
        handler = mcpHandler;
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (turnedAway(exchange)) {
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            post(exchange);
        } else {
            exchange.getResponseHeaders().set("Allow", "POST");
            Responses.error(exchange, 405, "This MCP server has no sessions and no event stream; use POST");
        }
    }

    /** Answers what no server lets in, by its headers alone; true if it did. */
    static boolean turnedAway(HttpExchange exchange) throws IOException {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String version = exchange.getRequestHeaders().getFirst("MCP-Protocol-Version");
        if (origin != null && !LOCAL_ORIGIN.matcher(origin).matches()) {
            Responses.error(exchange, 403, "Pages of other sites may not call this server");
            return true;
        }
        if (version != null && !VERSIONS.contains(version)) {
            Responses.error(exchange, 400, "MCP-Protocol-Version must be one of " + VERSIONS);
            return true;
        }
        return false;
    }

    private void post(HttpExchange exchange) throws IOException {
        JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(
                    json, new String(Responses.body(exchange), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            Responses.json(
                    exchange,
                    400,
                    Map.of(
                            "jsonrpc",
                            "2.0",
                            "error",
                            Map.of("code", -32700, "message", "The body is no JSON-RPC message")));
            return;
        }
        if (message instanceof JSONRPCNotification notification) {
            handler.handleNotification(McpTransportContext.EMPTY, notification).block(LONGEST_ANSWER);
            Responses.empty(exchange, 202);
        } else if (message instanceof JSONRPCRequest request) {
            Optional<String> tool = calledTool(request);
            Caller caller;
            try {
                caller = caller(exchange, tool);
            } catch (InvalidToken e) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                Responses.error(exchange, 401, e.getMessage());
                return;
            }
            if (tool.isPresent() && drill.isPresent()) {
                drilled(exchange, request, caller, tool.get(), drill.get());
            } else {
                answer(exchange, request, caller);
            }
        } else {
            Responses.error(exchange, 400, "A client sends requests and notifications, not responses");
        }
    }

    private Caller caller(HttpExchange exchange, Optional<String> tool) throws InvalidToken {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            return new Caller(Optional.of(tokens.subject(authorization, server.name())));
        }
        if (server.personal() && tool.isPresent()) {
            throw new InvalidToken("The tools of " + server.name() + " are personal; send the traveler's token");
        }
        return Caller.NOBODY;
    }

    private void drilled(HttpExchange exchange, JSONRPCRequest request, Caller caller, String tool, Drill drill)
            throws IOException {
        drill.calls().called(server.name() + "." + tool, argument(request, "idempotencyKey"));
        Optional<Fault> hit = drill.faults().take(server.name(), tool);
        if (hit.isEmpty()) {
            answer(exchange, request, caller);
            return;
        }
        Fault fault = hit.get();
        boolean after = fault.when() == Fault.When.AFTER;
        JSONRPCResponse done = after ? respond(request, caller) : null;
        switch (fault.mode()) {
            case SLOW -> drill.later(fault.delayMs(), () -> late(exchange, request, caller, done));
            case FAIL -> Responses.error(exchange, 500, "Drill: this call fails");
            case ERROR ->
                Responses.json(
                        exchange,
                        200,
                        result(request, Map.of("content", text("Drill: this call is refused"), "isError", true)));
            case NONSENSE ->
                Responses.json(
                        exchange,
                        200,
                        result(
                                request,
                                Map.of(
                                        "content",
                                        text("{\"nonsense\":true}"),
                                        "structuredContent",
                                        Map.of("nonsense", true, "offers", "many", "price", -1))));
            case HANG -> drill.hang(exchange);
            case DIE -> drill.die();
            case INJECT -> injected(exchange, done != null ? done : respond(request, caller), fault.text());
            case NONE -> answer(exchange, request, caller);
        }
    }

    private void late(HttpExchange exchange, JSONRPCRequest request, Caller caller, JSONRPCResponse done) {
        try {
            Responses.json(exchange, 200, json.writeValueAsBytes(done != null ? done : respond(request, caller)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A late answer of {} was not wanted any more", server.name(), e);
            exchange.close();
        }
    }

    private void injected(HttpExchange exchange, JSONRPCResponse done, String text) throws IOException {
        JsonNode response = Responses.JSON.readTree(json.writeValueAsBytes(done));
        Injection.into(response, text);
        Responses.json(exchange, 200, response);
    }

    private void answer(HttpExchange exchange, JSONRPCRequest request, Caller caller) throws IOException {
        Responses.json(exchange, 200, json.writeValueAsBytes(respond(request, caller)));
    }

    private JSONRPCResponse respond(JSONRPCRequest request, Caller caller) {
        McpTransportContext context = McpTransportContext.create(Map.of(ToolServer.CALLER, caller));
        return handler.handleRequest(context, request)
                .contextWrite(c -> c.put(McpTransportContext.KEY, context))
                .block(LONGEST_ANSWER);
    }

    private Map<String, Object> result(JSONRPCRequest request, Map<String, Object> result) {
        return Map.of("jsonrpc", "2.0", "id", request.id(), "result", result);
    }

    private static List<Map<String, String>> text(String text) {
        return List.of(Map.of("type", "text", "text", text));
    }

    private Optional<String> calledTool(JSONRPCRequest request) {
        return request.method().equals(McpSchema.METHOD_TOOLS_CALL)
                        && request.params() instanceof Map<?, ?> params
                        && params.get("name") instanceof String tool
                ? Optional.of(tool)
                : Optional.empty();
    }

    private static Object argument(JSONRPCRequest request, String name) {
        return request.params() instanceof Map<?, ?> params && params.get("arguments") instanceof Map<?, ?> arguments
                ? arguments.get(name)
                : null;
    }
}
