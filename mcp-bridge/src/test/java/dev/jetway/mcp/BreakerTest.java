package dev.jetway.mcp;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When calls to a failing server stop, and how they begin again. */
class BreakerTest {

    private static final ScriptedServer.Script FAILING = (request, reply) -> reply.status(500);
    private static final ScriptedServer.Script WORKING = (request, reply) -> reply.structured(TestBridge.json("{}"));
    private static final ScriptedServer.Script HANGING = (request, reply) -> reply.hang();

    private final TickingClock clock = new TickingClock();
    private final AtomicReference<ScriptedServer.Script> script = new AtomicReference<>(FAILING);

    private ScriptedServer server() throws Exception {
        return new ScriptedServer()
                .tool("search", (request, reply) -> script.get().run(request, reply));
    }

    private TestBridge bridge(ScriptedServer server, String settings) {
        return TestBridge.before(server.url(), settings, "", clock);
    }

    private static void fail(TestBridge bridge, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void fiveFailuresOpenItAndNothingIsSentAnyMore() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "")) {
            fail(bridge, 5);
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");

            ToolResult refused = bridge.call("search", "{}");

            assertThat(refused)
                    .isEqualTo(new Unavailable(
                            "it is not called at the moment: too many of its last answers failed", false));
            assertThat(server.calls("search")).hasSize(5);
            assertThat(bridge.status().counts().rejected()).isEqualTo(1);
            assertThat(bridge.status().counts().failed()).isEqualTo(5);
        }
    }

    @Test
    void afterItsTimeThreeProbesThatWorkCloseIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "breaker.open-for = 60s")) {
            fail(bridge, 5);
            script.set(WORKING);
            clock.advance(Duration.ofSeconds(59));
            fail(bridge, 1);
            clock.advance(Duration.ofSeconds(2));

            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(bridge.status().breaker()).isEqualTo("HALF_OPEN");
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void probesThatFailOpenItAgain() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "breaker.open-for = 60s")) {
            fail(bridge, 5);
            clock.advance(Duration.ofSeconds(61));

            fail(bridge, 3);

            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
            assertThat(server.calls("search")).hasSize(8);
        }
    }

    @Test
    void eachTimeItsProbesFailItStaysOpenTwiceAsLongUpToALimit() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "breaker { open-for = 60s, max-open-for = 200s }")) {
            fail(bridge, 5);
            for (int seconds : new int[] {60, 120, 200, 200}) {
                assertThat(bridge.status().breaks().openUntil())
                        .contains(clock.instant().truncatedTo(MILLIS).plusSeconds(seconds));
                clock.advance(Duration.ofSeconds(seconds - 1));
                int sent = server.calls("search").size();
                fail(bridge, 1);
                assertThat(server.calls("search")).hasSize(sent);
                clock.advance(Duration.ofSeconds(2));
                fail(bridge, 3);
                assertThat(server.calls("search")).hasSize(sent + 3);
            }
            assertThat(bridge.status().breaks().opened()).isEqualTo(5);
            assertThat(bridge.status().breaks().rejected()).isEqualTo(4);

            clock.advance(Duration.ofSeconds(201));
            script.set(WORKING);
            for (int i = 0; i < 3; i++) {
                assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            }
            assertThat(bridge.status().breaks().closed()).isEqualTo(1);
            script.set(FAILING);
            while (bridge.status().breaker().equals("CLOSED")) {
                fail(bridge, 1);
            }
            assertThat(bridge.status().breaks().openUntil())
                    .as("as long as the first time")
                    .contains(clock.instant().truncatedTo(MILLIS).plusSeconds(60));
        }
    }

    @Test
    void slowCallsOpenIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "breaker.slow-call = 1ms")) {
            script.set((request, reply) -> {
                LockSupport.parkNanos(5_000_000);
                reply.structured(TestBridge.json("{}"));
            });
            for (int i = 0; i < 5; i++) {
                assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            }
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
        }
    }

    @Test
    void noMoreThanThreeProbesAreUnderWayAtOnce() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "breaker.open-for = 60s, call-timeout = 1s")) {
            fail(bridge, 5);
            clock.advance(Duration.ofSeconds(61));
            script.set(HANGING);

            List<CompletionStage<ToolResult>> calls = Stream.generate(() -> bridge.start("search", "{}"))
                    .limit(20)
                    .toList();
            calls.forEach(TestBridge::await);

            assertThat(server.calls("search")).hasSize(5 + 3);
        }
    }

    @Test
    void refusalsOfTheToolNeverOpenIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "")) {
            script.set((request, reply) -> reply.text("No such airport", true));
            for (int i = 0; i < 12; i++) {
                assertThat(bridge.call("search", "{}")).isEqualTo(new ToolError("No such airport"));
            }
            script.set((request, reply) -> reply.rpcError(-32602, "Unknown argument"));
            for (int i = 0; i < 12; i++) {
                assertThat(bridge.call("search", "{}")).isEqualTo(new ToolError("Unknown argument"));
            }
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().counts().refusedByTool()).isEqualTo(24);
        }
    }

    @Test
    void timeOutsOpenIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "call-timeout = 200ms")) {
            script.set(HANGING);
            fail(bridge, 5);
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
            assertThat(bridge.status().counts().timedOut()).isEqualTo(5);
        }
    }

    @Test
    void answersThatBreakTheirSchemaOpenIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .tool(
                                "search",
                                "{\"outputSchema\": {\"type\": \"object\", \"required\": [\"offers\"]}}",
                                WORKING);
                TestBridge bridge = bridge(server, "")) {
            fail(bridge, 5);
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
        }
    }
}
