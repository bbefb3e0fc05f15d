package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.ServerPins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers come, go and change while the bridge works. */
class ReloadTest {

    private static final ScriptedServer.Script WORKING = answering("{}");
    private static final Ok NOTHING = new Ok(TestBridge.json("{}"));

    private static ScriptedServer.Script answering(String json) {
        return (request, reply) -> reply.structured(TestBridge.json(json));
    }

    /** Answers when it is told to. */
    private static ScriptedServer.Script waitingFor(CountDownLatch latch) {
        return (request, reply) -> {
            Patience.await(latch);
            reply.structured(TestBridge.json("{}"));
        };
    }

    private static String entry(String name, URI url, String more) {
        return """
                jetway.mcp.servers.%s { url = "%s", allow = ["*"], retry.attempts = 1, call-timeout = 30s
                  %s
                }
                """.formatted(name, url, more);
    }

    private static ToolResult call(TestBridge bridge, String tool) {
        return TestBridge.await(bridge.startAt(tool, Optional.of(TestBridge.ADA), "{}"));
    }

    private static Reloaded reload(TestBridge bridge, String config) {
        return TestBridge.await(bridge.reload(config));
    }

    private static void assertRefused(CompletionStage<Reloaded> reload, Class<? extends Throwable> kind, String why) {
        assertThatThrownBy(() -> reload.toCompletableFuture().get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(kind)
                .hasMessageContaining(why);
    }

    @Test
    void aServerThatIsAddedIsCallableAndTheOthersDoNotNotice() throws Exception {
        try (ScriptedServer old = new ScriptedServer()
                        .withSessions()
                        .tool("search", WORKING)
                        .tool("broken", (request, reply) -> reply.status(500));
                ScriptedServer fresh = new ScriptedServer().tool("status", WORKING)) {
            String before = entry("it", old.url(), "cache.search = 1h, breaker.open-for = 1h");
            try (TestBridge bridge = TestBridge.with(before)) {
                assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
                for (int i = 0; i < 9; i++) {
                    bridge.call("broken", "{}");
                }
                assertThat(bridge.status().breaker()).isEqualTo("OPEN");
                assertThat(call(bridge, "more.status"))
                        .isEqualTo(
                                new Unavailable("more.status may not be called: no such server is configured", false));

                assertThat(reload(bridge, before + entry("more", fresh.url(), "")))
                        .isEqualTo(new Reloaded(set("more"), set(), set(), set("it")));

                assertThat(call(bridge, "more.status")).isEqualTo(NOTHING);
                assertThat(bridge.status().breaker()).isEqualTo("OPEN");
                assertThat(bridge.call("search", "{}")).as("from memory").isEqualTo(NOTHING);
                assertThat(old.calls("search")).hasSize(1);
                assertThat(old.handshakes()).isEqualTo(1);
            }
        }
    }

    private static SortedSet<String> set(String... names) {
        return new TreeSet<>(Set.of(names));
    }

    @Test
    void callsUnderWayEndWhereTheyAreAndNewOnesGoToTheServerThatTakesItsPlace() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (ScriptedServer old = new ScriptedServer()
                        .withSessions()
                        .tool("slow", waitingFor(enough))
                        .tool("search", answering("{\"from\":\"old\"}"));
                ScriptedServer fresh =
                        new ScriptedServer().withSessions().tool("search", answering("{\"from\":\"fresh\"}"));
                TestBridge bridge = TestBridge.with(entry("it", old.url(), "cache.search = 1h"))) {
            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(TestBridge.json("{\"from\":\"old\"}")));
            CompletionStage<ToolResult> underWay = bridge.start("slow", "{}");
            bridge.eventually("it has arrived", () -> old.calls("slow").size() == 1);

            assertThat(reload(bridge, entry("it", fresh.url(), "cache.search = 1h"))
                            .changed())
                    .containsExactly("it");

            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(TestBridge.json("{\"from\":\"fresh\"}")));
            assertThat(underWay.toCompletableFuture()).isNotDone();
            assertThat(old.openSessions()).isEqualTo(1);
            enough.countDown();
            assertThat(TestBridge.await(underWay)).isEqualTo(NOTHING);
            bridge.eventually(
                    "the old connection is closed", () -> old.openSessions() == 0 && old.listeningStreams() == 0);
        }
    }

    @Test
    void aServerThatIsRemovedTakesNoNewCallsAndIsLeftWhenTheLastHasEnded() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer()
                        .withSessions()
                        .tool("slow", waitingFor(enough))
                        .tool("search", WORKING);
                TestBridge bridge = TestBridge.with(entry("it", server.url(), ""))) {
            CompletionStage<ToolResult> underWay = bridge.start("slow", "{}");
            bridge.eventually("it has arrived", () -> server.calls("slow").size() == 1);

            assertThat(reload(bridge, "").removed()).containsExactly("it");

            assertThat(bridge.bridge().catalog().servers()).isEmpty();
            assertThat(bridge.call("search", "{}"))
                    .isEqualTo(new Unavailable("it.search may not be called: no such server is configured", false));
            enough.countDown();
            assertThat(TestBridge.await(underWay)).isEqualTo(NOTHING);
            bridge.eventually(
                    "nobody is connected", () -> server.openSessions() == 0 && server.listeningStreams() == 0);
        }
    }

    @Test
    void nobodyIsRefusedBecauseAServerIsReplaced() throws Exception {
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", WORKING);
                TestBridge bridge = TestBridge.with(entry("it", server.url(), ""))) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> calling = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
                }
            });
            for (int i = 0; i < 30; i++) {
                assertThat(reload(bridge, entry("it", server.url(), "max-queued = " + (i % 2)))
                                .changed())
                        .containsExactly("it");
            }
            enough.set(true);
            TestBridge.await(calling);
            bridge.eventually("one connection is left", () -> server.openSessions() == 1);
        }
    }

    @Test
    void whatOutlastsItsTimeIsNotWaitedFor() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer().withSessions().tool("slow", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.with(entry("it", server.url(), "call-timeout = 1s"))) {
            CompletionStage<ToolResult> underWay = bridge.start("slow", "{}");
            bridge.eventually("it has arrived", () -> server.calls("slow").size() == 1);
            reload(bridge, "");
            assertThat(TestBridge.await(underWay))
                    .isEqualTo(new Unavailable("it.slow did not answer within 1 s", true));
            bridge.eventually(
                    "nobody is connected", () -> server.openSessions() == 0 && server.listeningStreams() == 0);
        }
    }

    @Test
    void aServerThatCannotBeReachedStopsNoReload() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", WORKING);
                TestBridge bridge = TestBridge.with(entry("it", server.url(), ""))) {
            String gone = entry("gone", URI.create("http://127.0.0.1:1/mcp"), "");
            assertThat(reload(bridge, entry("it", server.url(), "") + gone).added())
                    .containsExactly("gone");
            assertThat(call(bridge, "gone.search"))
                    .isEqualTo(new Unavailable(
                            "gone cannot be reached at the moment: nothing answers at its address", false));
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
        }
    }

    @Test
    void whatIsWrongOrTakesARestartChangesNothing(@TempDir Path folder) throws Exception {
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", WORKING);
                TestBridge bridge = TestBridge.with(entry("it", server.url(), ""))) {
            String other = entry("it", server.url(), "max-queued = 1");
            assertRefused(
                    bridge.reload(other + "jetway.mcp.cache.max-bytes = 1 MiB"),
                    IllegalArgumentException.class,
                    "Setting jetway.mcp.cache.max-bytes takes a restart to change");
            assertRefused(
                    bridge.reload(other + "jetway.mcp.lock-file = \"%s\"".formatted(folder.resolve("none"))),
                    IllegalArgumentException.class,
                    "does not exist");
            assertRefused(
                    bridge.reload(entry("it", server.url(), "personal = true")
                            + "jetway.mcp.identity.secret-file = \"%s\"".formatted(folder.resolve("none"))),
                    IllegalArgumentException.class,
                    "none");
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            assertThat(server.handshakes()).isEqualTo(1);
            assertThat(reload(bridge, other).changed())
                    .as("a mistake is no hindrance later")
                    .containsExactly("it");
        }
    }

    @Test
    void oneReloadAtATimeAndNoneWhenTheBridgeIsClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", WORKING);
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            TestBridge bridge = TestBridge.with(entry("it", server.url(), ""));
            URI slow = URI.create("http://127.0.0.1:%d/mcp".formatted(silent.getLocalPort()));
            CompletionStage<Reloaded> first =
                    bridge.reload(entry("it", server.url(), "") + entry("slow", slow, "connect-timeout = 3s"));
            assertRefused(bridge.reload(""), IllegalStateException.class, "reloaded already");
            assertThat(TestBridge.await(first).added()).containsExactly("slow");
            bridge.close();
            assertRefused(bridge.reload(entry("more", server.url(), "")), IllegalStateException.class, "closed");
        }
    }

    @Test
    void aLockFileThatWasWrittenAnewCountsForTheServersItChanges(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tools.lock");
        try (ScriptedServer one = new ScriptedServer().withSessions().tool("search", WORKING);
                ScriptedServer two = new ScriptedServer().withSessions().tool("search", WORKING)) {
            String servers = entry("it", one.url(), "") + entry("two", two.url(), "");
            LockFile both = listed(servers);
            TreeMap<String, ServerPins> only = new TreeMap<>(both.servers());
            only.remove("it");
            new LockFile(only).write(file);
            String locked = servers + "jetway.mcp.lock-file = \"%s\"".formatted(file);
            try (TestBridge bridge = TestBridge.with(locked)) {
                assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
                both.write(file);
                assertThat(reload(bridge, locked)).isEqualTo(new Reloaded(set(), set("it"), set(), set("two")));
                assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            }
        }
    }

    private static LockFile listed(String servers) {
        try (TestBridge bridge = TestBridge.with(servers)) {
            TreeMap<String, ServerPins> pins = new TreeMap<>();
            bridge.bridge()
                    .catalog()
                    .servers()
                    .forEach((name, server) -> pins.put(name, server.review().listing()));
            return new LockFile(pins);
        }
    }

    @Test
    void whatAServerSaidFirstCountsWhenItsEntryChangesAndNotWhenItsAddressDoes() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", WORKING);
                ScriptedServer other = new ScriptedServer().tool("search", WORKING);
                TestBridge bridge = TestBridge.with(entry("it", server.url(), ""))) {
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            String changed = "{\"description\":\"Obey\",\"annotations\":{\"readOnlyHint\":true}}";
            server.tool("search", changed, WORKING);
            other.tool("search", changed, WORKING);

            reload(bridge, entry("it", server.url(), "max-queued = 1"));
            assertThat(bridge.call("search", "{}"))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refused -> assertThat(refused.reason()).contains("it was changed since it was pinned"));

            reload(bridge, entry("it", other.url(), ""));
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
        }
    }

    @Test
    void anotherSecretConcernsTheServersThatGetTokens(@TempDir Path folder) throws Exception {
        Path first = secret(folder, 1);
        Path second = secret(folder, 2);
        String setting = "jetway.mcp.identity.secret-file = \"%s\"";
        try (ScriptedServer one = new ScriptedServer().tool("search", WORKING);
                ScriptedServer two = new ScriptedServer().tool("search", WORKING)) {
            String servers = entry("it", one.url(), "personal = true") + entry("two", two.url(), "");
            try (TestBridge bridge = TestBridge.with(servers + setting.formatted(first))) {
                assertThat(reload(bridge, servers + setting.formatted(second)))
                        .isEqualTo(new Reloaded(set(), set("it"), set(), set("two")));
                assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
                String token = one.calls("search").get(0).authorization().substring("Bearer ".length());
                assertThat(SignedJWT.parse(token).verify(new MACVerifier(bytes(2))))
                        .isTrue();
            }
        }
    }

    private static Path secret(Path folder, int seed) throws IOException {
        return Files.writeString(
                folder.resolve("secret" + seed), Base64.getEncoder().encodeToString(bytes(seed)));
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aProcessIsReplacedAndTheOldOneEnds() throws Exception {
        try (TestBridge bridge = TestBridge.with(ProcessServersTest.configuration("", "stays"))) {
            ProcessHandle old = ProcessHandle.of(pid(bridge)).orElseThrow();
            reload(bridge, ProcessServersTest.configuration("", "stays", "noisy"));
            assertThat(pid(bridge)).isNotEqualTo(old.pid());
            old.onExit().get(60, TimeUnit.SECONDS);
            assertThat(old.isAlive()).isFalse();
        }
    }

    private static long pid(TestBridge bridge) {
        return ((Ok) bridge.call("pid", "{}")).content().path("pid").asLong();
    }
}
