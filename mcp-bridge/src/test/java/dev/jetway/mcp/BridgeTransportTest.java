package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.mcp.transport.BridgeTransport;
import dev.jetway.mcp.transport.Call;
import dev.jetway.mcp.transport.PeerHttp;
import dev.jetway.mcp.transport.SharedHttp;
import dev.jetway.mcp.transport.TreeJsonMapper;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transport under the SDK's own client, without the bridge. */
class BridgeTransportTest {

    private static final BridgeTransport.Listener NOBODY = new BridgeTransport.Listener() {
        @Override
        public void toolsChanged() {}

        @Override
        public void streamEnded() {}
    };

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final PeerHttp http = new SharedHttp(threads, Duration.ofSeconds(2)).newPeer();
    private final CountDownLatch arrived = new CountDownLatch(1);

    @AfterEach
    void stop() {
        http.close();
        threads.shutdownNow();
    }

    private BridgeTransport transport(ScriptedServer server) {
        return new BridgeTransport(server.url(), http, new TreeJsonMapper(), () -> Call.ANONYMOUS, 1 << 20, NOBODY);
    }

    private McpAsyncClient client(BridgeTransport transport) {
        McpAsyncClient client = McpClient.async(transport)
                .requestTimeout(Duration.ofMinutes(5))
                .initializationTimeout(Duration.ofMinutes(5))
                .build();
        TestBridge.await(client.initialize().toFuture());
        return client;
    }

    private ScriptedServer hanging() throws Exception {
        return new ScriptedServer().tool("slow", (request, reply) -> {
            arrived.countDown();
            reply.hang();
        });
    }

    private static CompletableFuture<CallToolResult> call(McpAsyncClient client, Call call) {
        return client.callTool(new CallToolRequest("slow", Map.of(), null))
                .contextWrite(context -> context.put(McpTransportContext.KEY, call))
                .toFuture();
    }

    @Test
    void theSdkForgetsACallThatIsAbandoned() throws Exception {
        try (ScriptedServer server = hanging()) {
            BridgeTransport transport = transport(server);
            Call call = new Call(Call.ANONYMOUS, 1 << 20);
            CompletableFuture<CallToolResult> waiting = call(client(transport), call);
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

            transport.abandon(call, "enough");
            transport.abandon(call, "enough");

            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            McpError.class,
                            error -> assertThat(error.getJsonRpcError().code()).isEqualTo(BridgeTransport.ABANDONED));
            assertThat(transport.outstanding()).isZero();
        }
    }

    @Test
    void closingFailsWhatTheSdkStillWaitsFor() throws Exception {
        try (ScriptedServer server = hanging()) {
            BridgeTransport transport = transport(server);
            CompletableFuture<CallToolResult> waiting = call(client(transport), new Call(Call.ANONYMOUS, 1 << 20));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

            TestBridge.await(transport.closeGracefully().toFuture());

            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            McpError.class,
                            error -> assertThat(error.getJsonRpcError().code()).isEqualTo(BridgeTransport.PEER_LOST));
            assertThat(http.open()).isZero();
        }
    }

    @Test
    void aClosedConnectionSendsNothingMore() throws Exception {
        try (ScriptedServer server = hanging()) {
            BridgeTransport transport = transport(server);
            McpAsyncClient client = client(transport);
            TestBridge.await(transport.closeGracefully().toFuture());

            assertThatThrownBy(() ->
                            call(client, new Call(Call.ANONYMOUS, 1 << 20)).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
            assertThat(server.calls("slow")).isEmpty();
        }
    }
}
