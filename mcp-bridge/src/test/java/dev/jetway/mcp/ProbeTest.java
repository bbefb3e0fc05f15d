package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.server.ToolHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it is known whether tools work: by what calls and probes found lately. */
class ProbeTest {

    private static final String PROBED = "probe { every = 100ms, call { tool = search, arguments { q = Lisbon } } }";

    private static ScriptedServer.Script found() {
        return (request, reply) -> reply.structured(TestBridge.json("{\"found\": 1}"));
    }

    private static ToolHealth health(TestBridge bridge, String tool) {
        return bridge.bridge().catalog().find("it." + tool).orElseThrow().health();
    }

    @Test
    void aProbeCallsWhatIsConfiguredAndItsToolIsReadyWhileItSucceeds() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> {
                            if (broken.get()) {
                                reply.text("the index is gone", true);
                            } else {
                                found().run(request, reply);
                            }
                        })
                        .tool("status", found());
                TestBridge bridge = TestBridge.before(server.url(), PROBED)) {
            bridge.eventually("probed", () -> health(bridge, "search").probe().isPresent());
            assertThat(server.calls("search").get(0).arguments()).isEqualTo(TestBridge.json("{\"q\": \"Lisbon\"}"));
            assertThat(health(bridge, "search").ready()).isTrue();
            assertThat(health(bridge, "search").availability()).isEqualTo(1);

            broken.set(true);
            bridge.eventually("seen", () -> !health(bridge, "search").ready());
            assertThat(health(bridge, "search").obstacle()).contains("its probe failed: the index is gone");
            assertThat(health(bridge, "search").availability()).isBetween(0.0, 0.99);
            assertThat(health(bridge, "status").ready()).isTrue();
            assertThat(health(bridge, "status").availability()).isEqualTo(1);
            assertThat(bridge.call("search", "{}")).isInstanceOf(ToolError.class);

            broken.set(false);
            bridge.eventually("well again", () -> health(bridge, "search").ready());
        }
    }

    @Test
    void probesTakeNoPlaceOfCallsAndAreNothingToTheBreaker() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> {
                            if (request.arguments().has("q")) {
                                reply.status(500);
                            } else {
                                reply.hang();
                            }
                        })
                        .tool("status", found());
                TestBridge bridge = TestBridge.before(
                        server.url(), PROBED + ", max-concurrent = 1, max-queued = 0, call-timeout = 20s")) {
            CompletionStage<?> only = bridge.start("search", "{}");
            bridge.eventually("many probes", () -> server.calls("search").size() > 12);

            assertThat(bridge.status().running()).isEqualTo(1);
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().counts().failed()).isZero();
            assertThat(bridge.status().counts().rejected()).isZero();
            assertThat(only.toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void oneProbeRunsAtATimeAndIsGivenUpAtTheCallTimeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.before(server.url(), PROBED + ", call-timeout = 500ms")) {
            bridge.eventually(
                    "given up",
                    () -> health(bridge, "search")
                            .obstacle()
                            .equals(Optional.of("its probe failed: it did not answer in time")));
            bridge.eventually("probed again", () -> server.calls("search").size() >= 3);

            assertThat(bridge.status().outstanding()).isLessThanOrEqualTo(1);
            assertThat(server.requests("notifications/cancelled")).isNotEmpty();
        }
    }

    @Test
    void theLogHearsOfChangesOnly() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (ScriptedServer server = new ScriptedServer().tool("search", (request, reply) -> {
                    if (broken.get()) {
                        reply.status(500);
                    } else {
                        found().run(request, reply);
                    }
                });
                TestBridge bridge = TestBridge.before(server.url(), PROBED.replace("100ms", "200ms"))) {
            bridge.eventually("failed", () -> server.calls("search").size() > 3);
            broken.set(false);
            bridge.eventually("well", () -> health(bridge, "search").ready());
            LoggingTestKit.warn("The probe of MCP tool 'it.search' fails: it answered HTTP 500")
                    .withOccurrences(1)
                    .expect(bridge.system(), () -> {
                        broken.set(true);
                        int before = server.calls("search").size();
                        bridge.eventually(
                                "failed often", () -> server.calls("search").size() > before + 5);
                        return null;
                    });
        }
    }

    @Test
    void aProbeUsesTheServicesOwnToken(@TempDir Path folder) throws Exception {
        byte[] secret = new byte[32];
        new Random(7).nextBytes(secret);
        Path file =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret));
        try (ScriptedServer server = new ScriptedServer().tool("search", found());
                TestBridge bridge = TestBridge.before(
                        server.url(),
                        PROBED + ", audience = desk",
                        "identity.secret-file = \"%s\"".formatted(file),
                        Clock.systemUTC())) {
            bridge.eventually("probed", () -> !server.calls("search").isEmpty());
            String token = server.calls("search").get(0).authorization();
            assertThat(token).isEqualTo(server.requests("tools/list").get(0).authorization());

            server.lettingIn(request -> !request.authorization().equals(token));
            bridge.eventually(
                    "another",
                    () -> server.calls("search").stream()
                            .anyMatch(request -> !request.authorization().equals(token)));
            assertThat(health(bridge, "search").ready()).isTrue();
        }
    }

    @Test
    void whatMayChangeSomethingIsNeverProbed() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer().tool("search", "{\"annotations\": {\"destructiveHint\": true}}", found());
                TestBridge bridge = TestBridge.before(server.url(), PROBED)) {
            bridge.eventually("judged", () -> !health(bridge, "search").ready());
            assertThat(health(bridge, "search").obstacle())
                    .contains("its probe failed: it may change something, and only reads are probed");
            assertThat(server.calls("search")).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayMakesItsToolsUnavailable() throws Exception {
        TickingClock clock = new TickingClock();
        try (ScriptedServer server =
                        new ScriptedServer().tool("search", found()).tool("status", found());
                TestBridge bridge = TestBridge.before(server.url(), "probe.every = 100ms", "", clock)) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(health(bridge, "search")).isEqualTo(new ToolHealth(Optional.empty(), 1, 1, Optional.empty()));

            server.die();
            bridge.call("search", "{}");
            bridge.eventually("noticed", () -> health(bridge, "status").samples() > 3);
            assertThat(health(bridge, "status").availability()).isZero();
            assertThat(health(bridge, "status").obstacle()).isPresent();
            assertThat(health(bridge, "search").availability()).isBetween(0.01, 0.99);

            server.comeBack();
            bridge.eventually("back", () -> bridge.status().connected());
            clock.advance(Duration.ofMinutes(6));
            assertThat(bridge.call("status", "{}")).isInstanceOf(Ok.class);
            assertThat(health(bridge, "status").availability()).isEqualTo(1);
        }
    }

    @Test
    void callsThatTheConfigurationOrTheCallerForbidsSayNothingOfATool() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", """
                {"inputSchema": {"type": "object", "required": ["q"]}}""", found());
                TestBridge bridge = TestBridge.before(server.url(), "allow = [search]")) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(ToolError.class);
            assertThat(bridge.call("other", "{}")).isInstanceOf(Unavailable.class);
            assertThat(health(bridge, "search").samples()).isZero();
        }
    }
}
