package dev.jetway.loadtests.callcost;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.CallScope;
import dev.jetway.mcp.McpBridge;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.mcp.http.HttpCall;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.http.ResponseListener;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The bridge, and the plain HTTP clients it is compared with: same server, same body, same answer. */
final class Ways implements AutoCloseable {

    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "application/json",
            "Accept", "application/json, text/event-stream",
            "MCP-Protocol-Version", "2025-11-25");

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "call-cost");
    private final URI url;
    private final JsonNode arguments;
    private final McpBridge bridge;
    private final HttpPool pool;
    private final HttpClient client;
    private final String body;

    Ways(URI url) throws IOException, InterruptedException {
        this.url = url;
        this.arguments = OfferServer.resource("arguments.json");
        this.body = "{\"jsonrpc\":\"2.0\",\"id\":\"jw-100000\",\"method\":\"tools/call\","
                + "\"params\":{\"name\":\"%s\",\"arguments\":%s}}".formatted(OfferServer.CHECKED, arguments);
        this.pool = new HttpPool(PATIENCE, system.executionContext(), Optional.empty());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(system.executionContext())
                .build();
        this.bridge = McpBridge.start(
                system,
                McpBridgeSettings.from(
                        ConfigFactory.parseString("""
                                jetway.mcp.servers.offers { url = "%s", allow = ["*"], max-concurrent = 256 }""".formatted(url)).withFallback(ConfigFactory.load())));
        try {
            bridge.settled().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The bridge does not reach " + url, e);
        }
    }

    /** A call as an agent makes it: everything is checked, on the way out and on the way back. */
    Way bridge() {
        return new Way("bridge", () -> call(OfferServer.CHECKED));
    }

    Way bridgeWithoutSchemas() {
        return new Way("bridge, tool without schemas", () -> call(OfferServer.UNCHECKED));
    }

    private CompletionStage<Boolean> call(String tool) {
        String name = "offers." + tool;
        Tools tools = bridge.toolsFor(new CallScope(
                new Traveler("ada", "en-GB", "Europe/London", "GBP"),
                Set.of(name),
                Instant.now().plus(PATIENCE)));
        return tools.call(name, arguments).thenApply(ToolResult.Ok.class::isInstance);
    }

    /** Over the bridge's own HTTP client. The answer is read, not looked at. */
    Way plainOverPool() {
        HttpCall post = HttpCall.post(url, HEADERS, body.getBytes(StandardCharsets.UTF_8));
        return new Way("plain POST, same HTTP client", () -> {
            Reader reader = new Reader();
            pool.send(post, reader);
            return reader.good;
        });
    }

    Way plainOverJdk() {
        HttpRequest.Builder post = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
        HEADERS.forEach(post::header);
        HttpRequest request = post.build();
        return new Way(
                "plain POST, JDK's HTTP client",
                () -> client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                        .thenApply(response -> response.statusCode() == OK && response.body().length > 0));
    }

    private static final class Reader implements ResponseListener {

        private final CompletableFuture<Boolean> good = new CompletableFuture<>();
        private int status;
        private int bytes;

        @Override
        public void head(int httpStatus, HttpHeaders headers) {
            status = httpStatus;
        }

        @Override
        public void body(ByteBuf part) {
            bytes += part.readableBytes();
        }

        @Override
        public void ended() {
            good.complete(status == OK && bytes > 0);
        }

        @Override
        public void failed(Throwable cause, boolean sent) {
            good.completeExceptionally(cause);
        }
    }

    @Override
    public void close() {
        bridge.close()
                .toCompletableFuture()
                .completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        pool.close();
        system.terminate();
    }
}
