package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that say how far they are, and how long they are waited for then. */
class ProgressTest {

    private static final String PATIENT = "call-timeout = 2s, progress-limit = %s, breaker.slow-call = 1900ms";

    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    /** Reports every half second, so many times, and then answers. */
    private void reporting(int times, int step) throws IOException {
        server.tool("plan", (request, reply) -> {
            reply.beginEvents();
            JsonNode token = request.message().at("/params/_meta/progressToken");
            for (int i = 1; i <= times; i++) {
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                reply.event("""
                        {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":%d,"message":"page %d"}}""".formatted(token.isMissingNode() ? "0" : token, i * step, i));
            }
            reply.event("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"structuredContent\":{}}}"
                    .formatted(request.message().path("id")));
            reply.endEvents();
        });
    }

    @Test
    void aToolThatReportsProgressIsWaitedForAndIsNotSlow() throws IOException {
        reporting(6, 1);
        try (TestBridge bridge =
                TestBridge.before(server.url(), PATIENT.formatted("30s") + ", breaker { failures = 1, window = 1 }")) {
            assertThat(bridge.call("plan", "{}")).isEqualTo(new Ok(TestBridge.json("{}")));
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void whatAToolSaysWhileItWorksIsToldToWhoeverWaits() throws IOException {
        reporting(3, 1);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TestBridge bridge = TestBridge.before(server.url(), PATIENT.formatted("30s"))) {
            CallScope scope = new CallScope(
                            Optional.of(TestBridge.ADA),
                            Set.of("it.plan"),
                            Instant.now().plusSeconds(30))
                    .telling(heard::add);
            TestBridge.await(bridge.bridge().toolsFor(scope).call("it.plan", TestBridge.json("{}")));
        }
        assertThat(heard).containsExactly("it: page 1", "it: page 2", "it: page 3");
    }

    @Test
    void noToolIsWaitedForLongerThanTheLimit() throws IOException {
        reporting(60, 1);
        try (TestBridge bridge = TestBridge.before(server.url(), PATIENT.formatted("4s"))) {
            assertThat(bridge.call("plan", "{}")).isEqualTo(new Unavailable("it.plan did not answer within 4 s", true));
            bridge.eventually(
                    "it is cancelled",
                    () -> server.requests("notifications/cancelled").size() == 1
                            && bridge.status().outstanding() == 0);
        }
    }

    @Test
    void aReportThatSaysNothingNewGivesNoTime() throws IOException {
        reporting(60, 0);
        try (TestBridge bridge = TestBridge.before(server.url(), PATIENT.formatted("30s"))) {
            Unavailable outcome = (Unavailable) bridge.call("plan", "{}");
            assertThat(outcome.reason())
                    .as("the first report counts, at about 0.5 s")
                    .matches("it.plan did not answer within (2|3)\\d{3} ms");
        }
    }

    @Test
    void theCallersDeadlineCountsAsEver() throws IOException {
        reporting(60, 1);
        try (TestBridge bridge = TestBridge.before(server.url(), PATIENT.formatted("30s"))) {
            Instant began = Instant.now();
            CallScope scope = new CallScope(Optional.of(TestBridge.ADA), Set.of("it.plan"), began.plusSeconds(3));
            assertThat(TestBridge.await(bridge.bridge().toolsFor(scope).call("it.plan", TestBridge.json("{}"))))
                    .isInstanceOf(Unavailable.class);
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(20));
        }
    }

    @Test
    void withoutALimitNobodyIsAskedToReport() throws IOException {
        reporting(60, 1);
        try (TestBridge bridge = TestBridge.before(server.url(), "call-timeout = 2s")) {
            assertThat(bridge.call("plan", "{}")).isEqualTo(new Unavailable("it.plan did not answer within 2 s", true));
            assertThat(server.calls("plan").get(0).message().at("/params/_meta").isMissingNode())
                    .isTrue();
        }
    }
}
