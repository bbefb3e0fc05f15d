package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The bridge before a real MCP server. */
class McpBridgeTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ObjectMapper JSON = new ObjectMapper();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aToolOfARealServerIsListedAndAnswers() throws Exception {
        McpSchema.Tool search = McpSchema.Tool.builder(
                        "search",
                        Map.of(
                                "type", "object",
                                "properties", Map.of("origin", Map.of("type", "string")),
                                "required", List.of("origin")))
                .annotations(
                        McpSchema.ToolAnnotations.builder().readOnlyHint(true).build())
                .build();
        try (SdkServer server = new SdkServer()
                .tool(search, (who, arguments) -> Map.of("from", arguments.get("origin"), "who", who))
                .start()) {
            McpBridge bridge = McpBridge.start(
                    KIT.system(),
                    McpBridgeSettings.from(
                            ConfigFactory.parseString("jetway.mcp.servers.flights { url = \"%s\", allow = [search] }"
                                            .formatted(server.url()))
                                    .withFallback(ConfigFactory.load())));
            bridge.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);

            ToolResult result = bridge.toolsFor(new CallScope(
                            new Traveler("ada", "en-GB", "Europe/London", "GBP"),
                            Set.of("flights.search"),
                            Instant.now().plusSeconds(20)))
                    .call("flights.search", JSON.readTree("{\"origin\":\"LHR\"}"))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(result).isEqualTo(new ToolResult.Ok(JSON.readTree("{\"from\":\"LHR\",\"who\":\"\"}")));
            assertThat(bridge.risk("flights.search")).isEqualTo(Risk.READ);
            bridge.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }
}
