package dev.jetway.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapperSupplier;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** A real MCP server, made with the SDK's server side, stateless, in this process and over real HTTP. */
final class SdkServer implements McpStatelessServerTransport, AutoCloseable {

    private final McpJsonMapper json = new JacksonMcpJsonMapperSupplier().get();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final McpServer.StatelessAsyncSpecification specification;
    private McpStatelessAsyncServer server;
    private volatile McpStatelessServerHandler handler;

    SdkServer() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        http.setExecutor(threads);
        http.createContext("/mcp", this::handle);
        specification = McpServer.async(this)
                .serverInfo("sdk-server", "1")
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build());
    }

    /** Adds a tool; the function sees who calls, as {@code Authorization} said it, and the arguments. */
    SdkServer tool(McpSchema.Tool tool, BiFunction<String, Map<String, Object>, Map<String, Object>> run) {
        specification.toolCall(
                tool,
                (context, request) -> Mono.fromSupplier(() -> McpSchema.CallToolResult.builder()
                        .structuredContent(run.apply(String.valueOf(context.get("authorization")), request.arguments()))
                        .build()));
        return this;
    }

    SdkServer start() {
        server = specification.build();
        http.start();
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/mcp".formatted(http.getAddress().getPort()));
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
        handler = mcpHandler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(405, -1);
            exchange.close();
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        McpTransportContext context =
                McpTransportContext.create(Map.of("authorization", authorization == null ? "" : authorization));
        McpSchema.JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, body);
        if (message instanceof McpSchema.JSONRPCRequest request) {
            byte[] answer = json.writeValueAsBytes(handler.handleRequest(context, request)
                    .contextWrite(reactor -> reactor.put(McpTransportContext.KEY, context))
                    .toFuture()
                    .join());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } else {
            exchange.sendResponseHeaders(202, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        server.closeGracefully().toFuture().join();
        threads.shutdownNow();
    }
}
