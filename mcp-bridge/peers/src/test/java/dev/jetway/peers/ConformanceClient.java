package dev.jetway.peers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.JsonRpc;
import dev.jetway.mcp.transport.Session;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * What the conformance suite runs as the client to be tested: the bridge connects to the address in the last
 * argument, and calls every tool it finds there. Exits with 0 when all of that went well.
 */
public final class ConformanceClient {

    private static final Map<String, String> ARGUMENTS = Map.of("add_numbers", "{\"a\": 5, \"b\": 3}");
    private static final int MAX_ANSWER = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ConformanceClient() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[arguments.length - 1]);
        boolean asked =
                String.valueOf(System.getenv("MCP_CONFORMANCE_SCENARIO")).startsWith("elicitation");
        System.exit((asked ? answersWhatItIsAsked(url) : callsEveryTool(url)) ? 0 : 1);
    }

    private static boolean callsEveryTool(URI url) {
        try (PeerBridge bridge =
                new PeerBridge(url, "call-timeout = 30s, risk { add_numbers = read, test_reconnection = read }")) {
            if (!bridge.status().connected()) {
                System.err.println("Not connected: " + bridge.status().reason());
                return false;
            }
            boolean allWell = true;
            for (String tool : bridge.server().tools().keySet()) {
                ToolResult result = bridge.call(tool, ARGUMENTS.getOrDefault(tool, "{}"));
                System.out.println(tool + ": " + result);
                allWell &= result instanceof ToolResult.Ok;
            }
            return allWell;
        }
    }

    /** The bridge answers nothing in the name of a traveler; the session below it can. */
    private static boolean answersWhatItIsAsked(URI url) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (HttpPool http = new HttpPool(Duration.ofSeconds(2), threads, Optional.empty())) {
            Session session = Session.over(
                    url, http, new Session.Means(new JsonRpc(), threads, () -> Caller.NOBODY, MAX_ANSWER), new Quiet());
            McpClient.async(session)
                    .requestTimeout(PATIENCE)
                    .initializationTimeout(PATIENCE)
                    .capabilities(ClientCapabilities.builder().elicitation().build())
                    .applyElicitationDefaults(true)
                    .elicitation(request -> Mono.just(ElicitResult.builder(ElicitResult.Action.ACCEPT)
                            .content(Map.of())
                            .build()))
                    .build()
                    .initialize()
                    .block(PATIENCE);
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            session.request(
                    "tools/call",
                    JsonNodeFactory.instance.objectNode().put("name", "test_client_elicitation_defaults"),
                    new Caller(Caller.NOBODY, MAX_ANSWER),
                    answer::complete);
            Answer outcome = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            System.out.println(outcome);
            session.closeGracefully().block(PATIENCE);
            return outcome instanceof Answer.Result;
        } finally {
            threads.shutdownNow();
        }
    }
}
