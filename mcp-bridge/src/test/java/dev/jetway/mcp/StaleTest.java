package dev.jetway.mcp;

import static dev.jetway.mcp.TestBridge.await;
import static dev.jetway.mcp.TestBridge.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an old answer is better than none, and that it is never taken for a new one. */
class StaleTest {

    private static final ScriptedServer.Script WORKING = (request, reply) -> reply.structured(json("{\"price\":100}"));
    private static final ScriptedServer.Script FAILING = (request, reply) -> reply.status(500);
    private static final String STALE = "cache { search = 60s }, stale-for { search = 1h }";

    private final TickingClock clock = new TickingClock();
    private final AtomicReference<ScriptedServer.Script> script = new AtomicReference<>(WORKING);
    private ToolResult old;

    @BeforeEach
    void remember() {
        Instant then = clock.instant();
        old = new Ok(json("{\"price\":100}"), Optional.of(then));
    }

    private ScriptedServer server() throws Exception {
        return new ScriptedServer()
                .tool("search", (request, reply) -> script.get().run(request, reply))
                .tool("book", "{\"annotations\":{\"destructiveHint\":true}}", FAILING);
    }

    private TestBridge bridge(ScriptedServer server, String settings) {
        return TestBridge.before(server.url(), settings, "", clock);
    }

    /** Has been asked, and what it said has run out. */
    private void learn(TestBridge bridge) {
        assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(json("{\"price\":100}")));
        clock.advance(Duration.ofSeconds(61));
    }

    @Test
    void aServerThatFailsIsAnsweredForWithWhatItSaidLastAndWhen() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            script.set(FAILING);

            assertThat(bridge.call("search", "{}")).isEqualTo(old);
            assertThat(bridge.status().reads().stale()).isEqualTo(1);
            assertThat(bridge.call("search", "{\"other\":1}")).isInstanceOf(Unavailable.class);

            script.set((request, reply) -> reply.structured(json("{\"price\":120}")));
            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(json("{\"price\":120}")));
        }
    }

    @Test
    void byDefaultAnExpiredAnswerIsNoAnswer() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "cache { search = 60s }")) {
            learn(bridge);
            script.set(FAILING);

            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void afterItsTimeItIsGone() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            script.set(FAILING);
            clock.advance(Duration.ofMinutes(59).plusSeconds(50));
            assertThat(bridge.call("search", "{}")).isEqualTo(old);
            clock.advance(Duration.ofSeconds(10));
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void anAnswerMayBeKeptForOutagesAlone() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "stale-for { \"*\" = 1h }")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(json("{\"price\":100}")));
            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(json("{\"price\":100}")));
            assertThat(server.calls("search")).hasSize(2);
            script.set(FAILING);
            assertThat(bridge.call("search", "{}")).isEqualTo(old);
        }
    }

    @Test
    void aServerThatIsGoneOrGivenUpIsAnsweredFor() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            script.set(FAILING);
            while (bridge.status().breaker().equals("CLOSED")) {
                bridge.call("search", "{\"other\":1}");
            }
            int sent = server.calls("search").size();
            assertThat(bridge.call("search", "{}")).as("breaker open").isEqualTo(old);
            assertThat(server.calls("search")).hasSize(sent);

            server.die();
            clock.advance(Duration.ofMinutes(2));
            bridge.call("search", "{\"other\":1}");
            bridge.eventually("noticed", () -> !bridge.status().connected());
            assertThat(bridge.call("search", "{}")).as("down").isEqualTo(old);
        }
    }

    @Test
    void aServerThatHangsOrIsBusyIsAnsweredFor() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE + ", call-timeout = 2s, max-concurrent = 1, max-queued = 0")) {
            learn(bridge);
            script.set((request, reply) -> reply.hang());
            var hangs = bridge.start("search", "{\"other\":1}");

            assertThat(bridge.call("search", "{}")).as("no place").isEqualTo(old);
            assertThat(await(hangs)).isInstanceOf(Unavailable.class);
            assertThat(bridge.call("search", "{}")).as("time-out").isEqualTo(old);
        }
    }

    @Test
    void whatTheToolRefusesOrPolicyForbidsIsNotAnsweredFor() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            script.set((request, reply) -> reply.text("Sold out", true));
            assertThat(bridge.call("search", "{}")).isEqualTo(new ToolError("Sold out"));
            var late = new CallScope(TestBridge.ADA, Set.of("it.search"), clock.instant());
            assertThat(await(bridge.bridge().toolsFor(late).call("it.search", json("{}"))))
                    .isInstanceOf(Unavailable.class);
            var foreign =
                    new CallScope(TestBridge.ADA, Set.of(), clock.instant().plusSeconds(9));
            assertThat(await(bridge.bridge().toolsFor(foreign).call("it.search", json("{}"))))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void whoeverNeedsTheServerItselfGetsNoOldAnswer() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            script.set(FAILING);
            var scope = new CallScope(
                    TestBridge.ADA, Set.of("it.search"), clock.instant().plusSeconds(30));
            assertThat(await(bridge.bridge().toolsFor(scope.asFresh()).call("it.search", json("{}"))))
                    .isInstanceOf(Unavailable.class);
            assertThat(bridge.commit("search", "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void aWriteForgetsOldAnswersTooEvenOneWhoseOutcomeNobodyKnows() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, STALE)) {
            learn(bridge);
            assertThat(bridge.commit("book", "{}")).isInstanceOf(Unavailable.class);
            script.set(FAILING);
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
        }
    }
}
