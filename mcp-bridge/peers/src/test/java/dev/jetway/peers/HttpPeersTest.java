package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Servers that nobody here wrote, over HTTP, behind the whole bridge: what an agent gets to see. */
class HttpPeersTest {

    private static final String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";
    private static final String FLIGHTS = "google-flights-mcp/dist/index.js";
    private static final String RECONNECT = "reconnect { min = 50ms, max = 200ms }";

    private static final String ENDLESS = "trigger-long-running-operation";
    private static final String NEVER_DONE = "{\"duration\": 3600, \"steps\": 1}";
    private static final String HELLO = "{\"message\": \"Zürich → 東京\"}";
    private static final ToolResult ECHO = new ToolResult.Ok(PeerBridge.json("{\"text\": \"Echo: Zürich → 東京\"}"));

    private static HttpPeer everything(int port) throws IOException {
        return HttpPeer.on(port, EVERYTHING, "streamableHttp");
    }

    /** Nothing but the stream on which the server speaks of its own accord. */
    private static void assertNothingIsLeft(PeerBridge bridge) {
        bridge.eventually(
                "nothing is left",
                status -> status.running() == 0
                        && status.waiting() == 0
                        && status.outstanding() == 0
                        && status.openResponses() <= 1);
    }

    @Test
    void everythingIsListedAndCalled() throws Exception {
        try (HttpPeer server = everything(0);
                PeerBridge bridge = new PeerBridge(server.url(), RECONNECT)) {
            assertThat(bridge.status().connected()).as(bridge.status().reason()).isTrue();
            assertThat(bridge.status().software()).startsWith("mcp-servers/everything");
            assertThat(bridge.server().tools()).containsKeys("echo", "get-sum", ENDLESS);
            assertThat(bridge.call("echo", HELLO)).isEqualTo(ECHO);
            assertThat(bridge.call("get-structured-content", "{\"location\": \"New York\"}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Ok.class,
                            ok -> assertThat(ok.content().path("conditions").asText())
                                    .isEqualTo("Cloudy"));
            assertNothingIsLeft(bridge);
        }
    }

    @Test
    void whatDoesNotFitTheToolsOwnSchemaIsAnErrorThatSaysSo() throws Exception {
        try (HttpPeer server = everything(0);
                PeerBridge bridge = new PeerBridge(server.url(), RECONNECT)) {
            assertThat(bridge.call("get-sum", "{\"a\": \"one\", \"b\": 2}"))
                    .isInstanceOfSatisfying(
                            ToolResult.ToolError.class,
                            error -> assertThat(error.message()).contains("/a"));
        }
    }

    @Test
    void whatTheOperatorCallsACommitIsNotCalledWhateverTheServerSays() throws Exception {
        try (HttpPeer server = everything(0);
                PeerBridge bridge = new PeerBridge(server.url(), RECONNECT + ", risk { get-env = commit }")) {
            assertThat(bridge.call("get-env", "{}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Unavailable.class,
                            refused -> assertThat(refused.mayHaveRun()).isFalse());
        }
    }

    @Test
    void aCallThatTakesTooLongIsGivenUpAndLeavesNothingBehind() throws Exception {
        try (HttpPeer server = everything(0);
                PeerBridge bridge = new PeerBridge(server.url(), RECONNECT + ", call-timeout = 1s")) {
            long started = System.nanoTime();
            assertThat(bridge.call(ENDLESS, NEVER_DONE))
                    .isInstanceOfSatisfying(
                            ToolResult.Unavailable.class,
                            late -> assertThat(late.mayHaveRun()).isTrue());
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
            assertNothingIsLeft(bridge);
            assertThat(bridge.call("echo", HELLO)).isEqualTo(ECHO);
        }
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfACallIsFoundAgainWhenItComesBack() throws Exception {
        HttpPeer first = everything(0);
        try (first;
                PeerBridge bridge = new PeerBridge(first.url(), RECONNECT + ", call-timeout = 50s")) {
            CompletionStage<ToolResult> hanging = bridge.start(ENDLESS, NEVER_DONE);
            assertThat(bridge.call("echo", HELLO)).isEqualTo(ECHO);
            first.close();
            assertThat(PeerBridge.await(hanging)).isInstanceOfSatisfying(ToolResult.Unavailable.class, lost -> {
                assertThat(lost.mayHaveRun()).isTrue();
                assertThat(lost.reason()).contains("connection");
            });
            bridge.eventually("its death is noticed", status -> !status.connected());
            assertThat(bridge.call("echo", HELLO))
                    .isInstanceOfSatisfying(
                            ToolResult.Unavailable.class,
                            refused -> assertThat(refused.mayHaveRun()).isFalse());
            try (HttpPeer second = everything(first.port())) {
                bridge.eventually("it is back at " + second.url(), status -> status.connected());
                assertThat(bridge.call("echo", HELLO)).isEqualTo(ECHO);
                assertNothingIsLeft(bridge);
            }
        }
    }

    /** Version 1.0.3 never puts a session where it looks for it: over HTTP it refuses everybody's second request. */
    @Test
    void aServerThatKnowsNoSessionOfItsOwnIsReportedAndNotCalled() throws Exception {
        try (HttpPeer server = HttpPeer.on(0, FLIGHTS, "--http");
                PeerBridge bridge = new PeerBridge(server.url(), RECONNECT)) {
            assertThat(bridge.status().connected()).isFalse();
            assertThat(bridge.status().reason()).isEqualTo("it answered HTTP 400");
            assertThat(bridge.call("search_flights", "{}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Unavailable.class,
                            refused -> assertThat(refused.mayHaveRun()).isFalse());
        }
    }
}
