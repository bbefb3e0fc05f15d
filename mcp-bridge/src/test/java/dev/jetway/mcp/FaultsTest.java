package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What else becomes of calls that go wrong, beside the {@link FaultTable}. */
class FaultsTest {

    private static final String BOOK = FaultTable.BOOK;

    @Test
    void aTokenThatIsNotAcceptedMeansThatNothingRan() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("book", BOOK, (request, reply) -> reply.status(401));
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.commit("book", "{}"))
                    .isEqualTo(new Unavailable(
                            "it.book was not called: server 'it' did not accept our token: it asks for one, and none is configured",
                            false));
            assertThat(server.calls("book")).hasSize(1);
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
