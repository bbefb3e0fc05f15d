package dev.jetway.mcp;

import static dev.jetway.mcp.TestBridge.await;
import static dev.jetway.mcp.TestBridge.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, how often, and what never is. */
class RetryTest {

    private static final ScriptedServer.Script WORKING = (request, reply) -> reply.structured(json("{}"));
    private static final ScriptedServer.Script FAILING = (request, reply) -> reply.status(500);
    private static final String QUICK =
            "retry { attempts = 2, min-pause = 1ms, max-pause = 5ms }, breaker { failures = 1000, window = 1000 }";

    private final AtomicReference<ScriptedServer.Script> script = new AtomicReference<>(FAILING);
    private final AtomicInteger calls = new AtomicInteger();

    private ScriptedServer server() throws Exception {
        ScriptedServer.Script scripted = (request, reply) -> script.get().run(request, reply);
        return new ScriptedServer()
                .tool("search", scripted)
                .tool("update", "{\"annotations\":{\"destructiveHint\":false,\"readOnlyHint\":false}}", scripted)
                .tool("book", "{\"annotations\":{\"destructiveHint\":true,\"idempotentHint\":true}}", scripted);
    }

    private ScriptedServer.Script firstTime(ScriptedServer.Script broken) {
        return (request, reply) -> (calls.incrementAndGet() == 1 ? broken : WORKING).run(request, reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "cut", "nonsense", "internal"})
    void aReadWhoseAnswerBrokeIsSentOnceMore(String how) throws Exception {
        script.set(firstTime((request, reply) -> {
            switch (how) {
                case "500" -> reply.status(500);
                case "cut" -> reply.cut();
                case "nonsense" -> reply.body("", "{\"jsonrpc\":");
                default -> reply.rpcError(-32603, "Something broke");
            }
        }));
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(server.url(), QUICK)) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(server.calls("search")).hasSize(2);
            assertThat(bridge.status().counts().retried()).isEqualTo(1);
            var counts = bridge.status().counts();
            assertThat(counts.failed() + counts.refusedByTool()).isEqualTo(1);
            assertThat(counts.answered()).isEqualTo(1);
        }
    }

    @Test
    void itIsSentAsOftenAsTheConfigurationSaysAndNotOnceMore() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(server.url(), QUICK + ", retry.attempts = 4")) {
            assertThat(bridge.call("search", "{}"))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            failed -> assertThat(failed.mayHaveRun()).isTrue());
            assertThat(server.calls("search")).hasSize(4);
            assertThat(bridge.status().counts().retried()).isEqualTo(3);
        }
    }

    @Test
    void whatMayChangeAnythingIsSentOnce() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(server.url(), QUICK)) {
            assertThat(bridge.call("update", "{}")).isInstanceOf(Unavailable.class);
            assertThat(bridge.commit("book", "{}")).isInstanceOf(Unavailable.class);
            assertThat(server.calls("update")).hasSize(1);
            assertThat(server.calls("book")).hasSize(1);
            assertThat(bridge.status().counts().retried()).isZero();
        }
    }

    @Test
    void whatTheToolRefusesIsNotAskedAgain() throws Exception {
        script.set((request, reply) -> reply.text("No such airport", true));
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(server.url(), QUICK)) {
            assertThat(bridge.call("search", "{}")).isEqualTo(new ToolError("No such airport"));
            assertThat(server.calls("search")).hasSize(1);
        }
    }

    @Test
    void nothingIsSentAgainOnceTheBreakerIsOpen() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(
                        server.url(),
                        "retry { attempts = 5, min-pause = 1ms, max-pause = 5ms }, breaker.failures = 2")) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
            assertThat(server.calls("search")).hasSize(2);
        }
    }

    @Test
    void nothingIsSentAgainForWhichNoTimeIsLeft() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge =
                        TestBridge.before(server.url(), QUICK + ", retry { min-pause = 10s, max-pause = 10s }")) {
            var scope = new CallScope(
                    TestBridge.ADA, Set.of("it.search"), Instant.now().plusSeconds(9));
            long begun = System.nanoTime();
            assertThat(await(bridge.bridge().toolsFor(scope).call("it.search", json("{}"))))
                    .isInstanceOf(Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
            assertThat(server.calls("search")).hasSize(1);
        }
    }

    @Test
    void anOutageIsNotMadeWorseByRepeats() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(server.url(), QUICK)) {
            for (int i = 0; i < 100; i++) {
                bridge.call("search", "{}");
            }
            assertThat(bridge.status().counts().retried()).isBetween(20L, 30L);
            assertThat(server.calls("search"))
                    .hasSize(100 + (int) bridge.status().counts().retried());
        }
    }

    @Test
    void equalCallsShareTheRepeatToo() throws Exception {
        script.set(firstTime(FAILING));
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(
                        server.url(),
                        QUICK + ", retry { min-pause = 300ms, max-pause = 300ms }, cache { search = 60s }")) {
            var one = bridge.start("search", "{}");
            bridge.eventually(
                    "the first attempt failed", () -> bridge.status().counts().failed() == 1);
            var other = bridge.start("search", "{}");
            assertThat(await(one)).isInstanceOf(Ok.class);
            assertThat(await(other)).isInstanceOf(Ok.class);
            assertThat(server.calls("search")).hasSize(2);
        }
    }

    @Test
    void aPauseNobodyWaitsForIsTheEndOfIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = TestBridge.before(
                        server.url(),
                        QUICK
                                + ", retry { min-pause = 60s, max-pause = 60s }, cache { search = 60s }, call-timeout = 120s")) {
            var scope = new CallScope(
                    TestBridge.ADA, Set.of("it.search"), Instant.now().plusMillis(1_000));
            assertThat(await(bridge.bridge().toolsFor(scope).call("it.search", json("{}"))))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            failed -> assertThat(failed.mayHaveRun()).isTrue());
            bridge.eventually("idle", () -> bridge.status().running() == 0);
            assertThat(server.calls("search")).hasSize(1);
            assertThat(bridge.status().counts().retried()).isZero();
        }
    }
}
