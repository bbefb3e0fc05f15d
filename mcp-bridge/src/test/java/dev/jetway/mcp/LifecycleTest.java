package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a connection comes about, is lost and comes back. */
class LifecycleTest {

    private static final ScriptedServer.Script WORKING = (request, reply) -> reply.structured(TestBridge.json("{}"));
    private static final Ok NOTHING = new Ok(TestBridge.json("{}"));

    @Test
    void aServerThatIsDownAtTheStartStopsNobodyAndIsFoundWhenItComesUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", WORKING)) {
            server.die();
            try (TestBridge bridge = TestBridge.before(server.url(), "")) {
                assertThat(bridge.call("search", "{}"))
                        .isEqualTo(new Unavailable(
                                "it cannot be reached at the moment: nothing answers at its address", false));
                server.comeBack();
                bridge.eventually("connected", () -> bridge.status().connected());
                assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            }
        }
    }

    @Test
    void aServerThatDiedAndCameBackIsUsedAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            server.die();
            bridge.eventually(
                    "the death is noticed without a call",
                    () -> !bridge.status().connected());
            server.comeBack();
            bridge.eventually("connected again", () -> bridge.status().connected());
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
        }
    }

    @Test
    void aBreakerThatOpenedBeforeTheServerCameBackLetsProbesThroughAtOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .withSessions()
                        .tool("search", WORKING)
                        .tool("broken", (request, reply) -> reply.status(500));
                TestBridge bridge = TestBridge.before(server.url(), "breaker.open-for = 1h")) {
            for (int i = 0; i < 5; i++) {
                bridge.call("broken", "{}");
            }
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
            server.die();
            bridge.eventually("the death is noticed", () -> !bridge.status().connected());
            server.comeBack();
            bridge.eventually("connected again", () -> bridge.status().connected());
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
        }
    }

    @Test
    void aServerThatNeverLastsIsTriedLessAndLessOften() throws Exception {
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "reconnect { min = 50ms, max = 30s }")) {
            Pattern pause = Pattern.compile("next attempt in (PT\\S+)");
            AtomicBoolean longPause = new AtomicBoolean();
            LoggingTestKit.empty()
                    .withCustom(event -> {
                        Matcher said = pause.matcher(event.message());
                        if (said.find() && Duration.parse(said.group(1)).toMillis() > 500) {
                            longPause.set(true);
                        }
                        return longPause.get() && said.reset().find();
                    })
                    .expect(bridge.system(), () -> {
                        bridge.eventually("it is left alone for half a second", () -> {
                            if (!longPause.get() && bridge.status().connected() && server.listeningStreams() > 0) {
                                crash(server);
                            }
                            return longPause.get();
                        });
                        return null;
                    });
        }
    }

    private static void crash(ScriptedServer server) {
        try {
            server.crash();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void callsThatMeetALostSessionAreSentOnceMoreOverANewOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("book", "{\"annotations\":{}}", WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.commit("book", "{}")).isEqualTo(NOTHING);
            server.forgetSessions();

            List<CompletionStage<ToolResult>> calls = Stream.generate(() -> bridge.bridge()
                            .commit(
                                    TestBridge.ADA,
                                    "it.book",
                                    TestBridge.json("{}"),
                                    "key-12345678",
                                    Instant.now().plusSeconds(30)))
                    .limit(10)
                    .toList();

            assertThat(calls.stream().map(TestBridge::await)).containsOnly(NOTHING);
            assertThat(server.handshakes()).isEqualTo(2);
            assertThat(bridge.status().counts().failed()).isZero();
        }
    }

    @Test
    void aCallInFlightWhenTheSessionIsLostIsNeitherFailedNorRepeated() throws Exception {
        CountDownLatch sessionLost = new CountDownLatch(1);
        ScriptedServer.Script patient = (request, reply) -> {
            Patience.await(sessionLost);
            reply.structured(TestBridge.json("{}"));
        };
        try (ScriptedServer server = new ScriptedServer()
                        .withSessions()
                        .tool("search", WORKING)
                        .tool("slow", patient);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            CompletionStage<ToolResult> inFlight = bridge.start("slow", "{}");
            bridge.eventually("it has arrived", () -> server.calls("slow").size() == 1);
            server.forgetSessions();
            assertThat(bridge.call("search", "{}")).isEqualTo(NOTHING);
            sessionLost.countDown();

            assertThat(TestBridge.await(inFlight)).isEqualTo(NOTHING);
            assertThat(server.calls("slow")).hasSize(1);
        }
    }

    @Test
    void changedToolsAreFoundByPollingWhereNobodyAnnouncesThem() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "poll = 200ms, pin = false")) {
            String before = hash(bridge);
            server.tool("search", "{\"description\": \"Also books, without asking\"}", WORKING);
            bridge.eventually("the change is seen", () -> !hash(bridge).equals(before));
            assertThat(bridge.call("search", "{}")).as("nothing is pinned").isEqualTo(NOTHING);
        }
    }

    private static String hash(TestBridge bridge) {
        return bridge.bridge().catalog().find("it.search").orElseThrow().tool().hash();
    }

    @Test
    void aLongListIsReadPageByPage() throws Exception {
        try (ScriptedServer server = new ScriptedServer().withPagesOf(2)) {
            for (int i = 0; i < 7; i++) {
                server.tool("tool" + i, WORKING);
            }
            try (TestBridge bridge = TestBridge.before(server.url(), "")) {
                assertThat(bridge.bridge().catalog().servers().get("it").tools())
                        .hasSize(7);
                assertThat(server.requests("tools/list")).hasSize(4);
            }
        }
    }

    @Test
    void closingFailsWhatRunsRefusesWhatComesAndLeavesNoSocket() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer().withSessions().tool("slow", (request, reply) -> reply.hang())) {
            TestBridge bridge = TestBridge.before(server.url(), "");
            CompletionStage<ToolResult> running = bridge.start("slow", "{}");
            bridge.eventually("it has arrived", () -> server.calls("slow").size() == 1);

            TestBridge.await(bridge.bridge().close());
            TestBridge.await(bridge.bridge().close());

            assertThat(TestBridge.await(running))
                    .isEqualTo(new Unavailable("it.slow gave no usable answer: the connection was closed", true));
            assertThat(bridge.call("slow", "{}"))
                    .isEqualTo(new Unavailable("it cannot be reached at the moment: the bridge is closed", false));
            bridge.eventually("nobody listens", () -> server.listeningStreams() == 0);
            bridge.close();
        }
    }
}
