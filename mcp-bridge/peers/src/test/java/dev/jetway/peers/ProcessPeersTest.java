package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs from npm, started by the whole bridge: what an agent gets to see. */
class ProcessPeersTest {

    private static final String SLOW_MACHINE = "connect-timeout = 50s, call-timeout = 50s";

    @Test
    void aSearchForFlightsWithoutItsUpstreamIsARefusalThatSaysWhy(@TempDir Path home) {
        try (PeerBridge bridge = new PeerBridge(
                Npm.offline("google-flights-mcp/dist/index.js"),
                SLOW_MACHINE + ", risk { search_flights = read }, environment { HOME = \"%s\" }".formatted(home))) {
            assertThat(bridge.call("search_flights", """
                    {"origin": "LHR", "destination": "JFK", "departureDate": "2030-05-01"}""")).isEqualTo(new ToolResult.ToolError("Error: fetch failed"));
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void aSearchForHomesWithoutItsUpstreamIsARefusalThatSaysWhy() {
        try (PeerBridge bridge = new PeerBridge(
                Npm.offline("@openbnb/mcp-server-airbnb/dist/index.js"),
                SLOW_MACHINE + ", risk { airbnb_search = read }")) {
            assertThat(bridge.call("airbnb_search", "{\"location\": \"Lisbon\"}"))
                    .isInstanceOfSatisfying(
                            ToolResult.ToolError.class,
                            refused -> assertThat(refused.message()).contains("failed, reason:"));
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void aToolThatSaysNothingOfWhatItChangesIsNotCalledWithoutApproval() {
        try (PeerBridge bridge =
                new PeerBridge(Npm.offline("@openbnb/mcp-server-airbnb/dist/index.js"), SLOW_MACHINE)) {
            assertThat(bridge.call("airbnb_search", "{\"location\": \"Lisbon\"}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Unavailable.class,
                            refused -> assertThat(refused.mayHaveRun()).isFalse());
        }
    }

    @Test
    void aServerThatDiesAtItsStartIsReportedWithItsLastWordsAndNotCalled(@TempDir Path folder) {
        List<String> command = Npm.offline(
                "mcp-server-sqlite-npx/dist/index.js",
                folder.resolve("trips.db").toString());
        try (PeerBridge bridge = new PeerBridge(command, SLOW_MACHINE + ", reconnect { min = 50ms, max = 200ms }")) {
            String why = "its process ended with exit code 1: Error: Could not locate the bindings file. Tried:";
            assertThat(bridge.status().connected()).isFalse();
            assertThat(bridge.status().reason()).contains(why);
            assertThat(bridge.call("read_query", "{}"))
                    .isInstanceOfSatisfying(ToolResult.Unavailable.class, refused -> {
                        assertThat(refused.mayHaveRun()).isFalse();
                        assertThat(refused.reason()).contains(why);
                    });
        }
    }
}
