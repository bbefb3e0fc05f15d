package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller is told when a server misbehaves, and that nothing is left behind afterwards. */
class FaultsTest {

    private static final String BOOK = """
            {"annotations": {"destructiveHint": true, "idempotentHint": true},
             "inputSchema": {"type": "object", "properties": {"idempotencyKey": {"type": "string"}}},
             "outputSchema": {"type": "object", "required": ["reference"]}}""";

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("hangs", (request, reply) -> reply.hang(), "it.book did not answer within 3 s", true),
                fault(
                        "hangs after the headers",
                        (request, reply) -> {
                            reply.beginEvents();
                            reply.hang();
                        },
                        "did not answer within 3 s",
                        true),
                fault("closes without a word", (request, reply) -> reply.cut(), "gave no usable answer", true),
                fault(
                        "breaks off in the middle of the JSON",
                        (request, reply) -> {
                            reply.raw(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{");
                            reply.cut();
                        },
                        "gave no usable answer",
                        true),
                fault(
                        "breaks off in the middle of an event stream",
                        (request, reply) -> {
                            reply.beginEvents();
                            reply.raw("40\r\nevent: message\ndata: {");
                            reply.cut();
                        },
                        "gave no usable answer",
                        true),
                fault(
                        "ends the event stream without an answer",
                        (request, reply) -> {
                            reply.beginEvents();
                            reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
                            reply.endEvents();
                        },
                        "ended without an answer",
                        true),
                fault("answers 500", (request, reply) -> reply.status(500), "it answered HTTP 500", true),
                fault("answers 403", (request, reply) -> reply.status(403), "it answered HTTP 403", true),
                fault("answers 401", (request, reply) -> reply.status(401), "did not accept our token", false),
                fault("talks nonsense", (request, reply) -> reply.body("", "<html>oops</html>"), "made no sense", true),
                fault(
                        "answers another call",
                        (request, reply) -> reply.body("", "{\"jsonrpc\":\"2.0\",\"id\":\"no-such\",\"result\":{}}"),
                        "without an answer",
                        true),
                fault(
                        "breaks its own output schema",
                        (request, reply) -> reply.structured(TestBridge.json("{\"refrence\":\"JW1\"}")),
                        "it.book answered something it should not: required property 'reference' not found",
                        true),
                fault(
                        "answers too much",
                        (request, reply) -> reply.text("x".repeat(400_000), false),
                        "its answer was too large",
                        true),
                fault(
                        "reports an internal error",
                        (request, reply) -> reply.rpcError(-32603, "disk full"),
                        "it reported an error of its own",
                        true));
    }

    private static Arguments fault(String does, ScriptedServer.Script script, String said, boolean mayHaveRun) {
        return Arguments.of(does, script, said, mayHaveRun);
    }

    @ParameterizedTest(name = "a server that {0}")
    @MethodSource("faults")
    void isReportedInTimeAndLeavesNothingBehind(
            String does, ScriptedServer.Script script, String said, boolean mayHaveRun) throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("book", BOOK, script);
                TestBridge bridge = TestBridge.before(server.url(), "call-timeout = 3s")) {

            ToolResult result = bridge.commit("book", "{}");

            assertThat(result).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.reason()).contains(said);
                assertThat(unavailable.mayHaveRun()).isEqualTo(mayHaveRun);
            });
            assertThat(server.calls("book")).hasSize(1);
            bridge.eventually("no pending calls", () -> bridge.status().outstanding() == 0);
            bridge.eventually("no open responses", () -> bridge.status().openResponses() == 0);
            bridge.eventually("nothing runs", () -> bridge.status().running() == 0);
        }
    }

    @Test
    void aServerThatRefusesConnectionsHasSurelyNotRunAnything() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .withoutKeepAlive()
                        .tool("book", BOOK, (request, reply) -> reply.structured(TestBridge.json("{}")));
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            server.die();

            ToolResult first = bridge.commit("book", "{}");
            bridge.eventually("the bridge knows", () -> !bridge.status().connected());
            ToolResult second = bridge.commit("book", "{}");

            assertThat(first).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.reason())
                        .isEqualTo("it cannot be reached at the moment: nothing answers at its address");
                assertThat(unavailable.mayHaveRun()).isFalse();
            });
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void oneCallOverABrokenConnectionIsEnoughToNoticeThatTheServerIsGone() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("book", BOOK, (request, reply) -> reply.cut());
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            bridge.commit("book", "{}");
            server.die();
            bridge.commit("book", "{}");
            bridge.eventually("the bridge knows", () -> !bridge.status().connected());
        }
    }

    @Test
    void aCallThatTimesOutIsCancelledAtTheServerAndItsSocketClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("slow", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.before(server.url(), "call-timeout = 500ms")) {
            bridge.call("slow", "{}");

            bridge.eventually(
                    "the server is told",
                    () -> server.requests("notifications/cancelled").size() == 1);
            var cancelled = server.requests("notifications/cancelled").get(0).message();
            assertThat(cancelled.at("/params/requestId"))
                    .isEqualTo(server.calls("slow").get(0).message().path("id"));
            bridge.eventually("nothing is open", () -> bridge.status().openResponses() == 0);
        }
    }

    @Test
    void fortyTimeOutsLeaveNeitherPendingCallsNorSockets() throws Exception {
        AtomicInteger openAtServer = new AtomicInteger();
        ScriptedServer.Script hang = (request, reply) -> {
            openAtServer.incrementAndGet();
            try {
                reply.hang();
            } finally {
                openAtServer.decrementAndGet();
            }
        };
        try (ScriptedServer server = new ScriptedServer().tool("slow", hang);
                TestBridge bridge = TestBridge.before(
                        server.url(), "call-timeout = 500ms, breaker { failures = 1000, window = 1000 }")) {

            var calls =
                    Stream.generate(() -> bridge.start("slow", "{}")).limit(40).toList();

            assertThat(calls.stream().map(TestBridge::await))
                    .allMatch(result -> result instanceof Unavailable unavailable && unavailable.mayHaveRun());
            bridge.eventually("no pending calls", () -> bridge.status().outstanding() == 0);
            bridge.eventually("no open responses", () -> bridge.status().openResponses() == 0);
            bridge.eventually("every socket is closed at the server", () -> openAtServer.get() == 0);
            bridge.eventually(
                    "every call is cancelled",
                    () -> server.requests("notifications/cancelled").size() == 40);
            assertThat(server.calls("slow")).hasSize(40);
        }
    }

    @Test
    void theDeadlineOfTheCallerCountsWhenItComesFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("slow", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            var tools = bridge.bridge()
                    .toolsFor(new CallScope(
                            TestBridge.ADA, Set.of("it.slow"), Instant.now().plusMillis(400)));
            long before = System.nanoTime();

            ToolResult result = TestBridge.await(tools.call("it.slow", TestBridge.json("{}")));

            assertThat(result).isInstanceOf(Unavailable.class);
            assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
            assertThat(TestBridge.await(tools.call("it.slow", TestBridge.json("{}"))))
                    .isEqualTo(new Unavailable("it.slow was not called: there was no time left", false));
        }
    }
}
