package dev.jetway.mcp;

import static dev.jetway.mcp.TestBridge.ADA;
import static dev.jetway.mcp.TestBridge.await;
import static dev.jetway.mcp.TestBridge.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.cache.CacheCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered from memory, for how long and to whom. */
class ReadCacheTest {

    private static final Traveler BOB = new Traveler("bob", "en-GB", "Europe/London", "GBP");
    private static final String MINUTE = "cache { search = 60s }";

    private final TickingClock clock = new TickingClock();
    private final AtomicInteger calls = new AtomicInteger();

    @TempDir
    Path folder;

    /** Counts: every answer is another. */
    private ScriptedServer server() throws Exception {
        return new ScriptedServer()
                .tool(
                        "search",
                        (request, reply) -> reply.structured(json("{\"n\":%d}".formatted(calls.incrementAndGet()))))
                .tool(
                        "update",
                        "{\"annotations\":{\"destructiveHint\":false,\"readOnlyHint\":false}}",
                        (request, reply) -> reply.structured(json("{}")))
                .tool(
                        "book",
                        "{\"annotations\":{\"destructiveHint\":true}}",
                        (request, reply) -> reply.structured(json("{}")));
    }

    private TestBridge bridge(ScriptedServer server, String settings) {
        return TestBridge.before(server.url(), settings, "", clock);
    }

    private TestBridge personal(ScriptedServer server, String settings) throws Exception {
        var secret =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(new byte[32]));
        return TestBridge.before(server.url(), settings, "identity.secret-file = \"%s\"".formatted(secret), clock);
    }

    private static ToolResult answer(int n) {
        return new Ok(json("{\"n\":%d}".formatted(n)));
    }

    @Test
    void nothingIsKeptUnlessTheConfigurationSaysSo() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(1));
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(2));
            assertThat(bridge.status().reads()).isEqualTo(CacheCounts.Snapshot.NONE);
        }
    }

    @Test
    void anAnswerStandsForNewOnesUntilItsTimeIsOver() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE)) {
            assertThat(bridge.call("search", "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"))
                    .isEqualTo(answer(1));
            clock.advance(Duration.ofSeconds(59));
            assertThat(bridge.call("search", "{\"b\":{\"d\":3,\"c\":2},\"a\":1}"))
                    .isEqualTo(answer(1));
            assertThat(bridge.call("search", "{\"a\":2,\"b\":{\"c\":2,\"d\":3}}"))
                    .isEqualTo(answer(2));
            clock.advance(Duration.ofSeconds(1));
            assertThat(bridge.call("search", "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"))
                    .isEqualTo(answer(3));
            assertThat(bridge.status().reads()).isEqualTo(new CacheCounts.Snapshot(1, 0, 3, 0));
        }
    }

    @Test
    void whoeverChangesAnAnswerChangesOnlyTheirOwn() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE)) {
            for (int i = 0; i < 3; i++) {
                var content = (ObjectNode) ((Ok) bridge.call("search", "{}")).content();
                assertThat(content).isEqualTo(json("{\"n\":1}"));
                content.put("n", 99);
            }
        }
    }

    @Test
    void whoeverNeedsTheServerItselfIsAnsweredByIt() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE)) {
            var scope = new CallScope(ADA, Set.of("it.search"), clock.instant().plusSeconds(30));
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(1));
            assertThat(await(bridge.bridge().toolsFor(scope.asFresh()).call("it.search", json("{}"))))
                    .isEqualTo(answer(2));
            assertThat(await(bridge.bridge().toolsFor(scope).call("it.search", json("{}"))))
                    .isEqualTo(answer(1));
        }
    }

    @Test
    void writesAndCommitsReachTheServerEveryTime() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "cache { \"*\" = 60s, update = 60s, book = 60s }")) {
            for (int i = 0; i < 2; i++) {
                assertThat(bridge.call("update", "{}")).isInstanceOf(Ok.class);
                assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);
                assertThat(bridge.commit("search", "{}")).isEqualTo(answer(i + 1));
            }
            assertThat(server.calls("update")).hasSize(2);
            assertThat(server.calls("book")).hasSize(2);
        }
    }

    @Test
    void refusalsAndFailuresAreNotKept() throws Exception {
        var script = new AtomicReference<ScriptedServer.Script>((request, reply) -> reply.text("No such place", true));
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> script.get().run(request, reply));
                TestBridge bridge = bridge(server, "cache { search = 60s }, stale-for { search = 1h }")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(new ToolError("No such place"));
            script.set((request, reply) -> reply.status(500));
            assertThat(bridge.call("search", "{}")).isInstanceOf(Unavailable.class);
            script.set((request, reply) -> reply.structured(json("{}")));
            assertThat(bridge.call("search", "{}")).isEqualTo(new Ok(json("{}")));
        }
    }

    @Test
    void aHundredEqualCallsAtOnceAreOneRequest() throws Exception {
        var everybodyIsThere = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer().tool("search", (request, reply) -> {
                    Patience.await(everybodyIsThere);
                    reply.structured(json("{\"n\":%d}".formatted(calls.incrementAndGet())));
                });
                TestBridge bridge = bridge(server, MINUTE)) {
            List<CompletionStage<ToolResult>> asked = Stream.generate(() -> bridge.start("search", "{}"))
                    .limit(100)
                    .toList();
            everybodyIsThere.countDown();

            var contents = new ArrayList<Object>();
            for (CompletionStage<ToolResult> call : asked) {
                ToolResult result = await(call);
                assertThat(result).isEqualTo(answer(1));
                contents.add(((Ok) result).content());
            }
            assertThat(contents.stream().map(System::identityHashCode).distinct())
                    .as("a tree for each")
                    .hasSize(100);
            assertThat(server.calls("search")).hasSize(1);
            assertThat(bridge.status().reads()).isEqualTo(new CacheCounts.Snapshot(0, 99, 1, 0));
        }
    }

    @Test
    void oneWhoGivesUpTakesNobodyElsesAnswerAway() throws Exception {
        var patientOneIsAlone = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer().tool("search", (request, reply) -> {
                    Patience.await(patientOneIsAlone);
                    reply.structured(json("{\"n\":1}"));
                });
                TestBridge bridge = TestBridge.before(server.url(), MINUTE)) {
            CompletionStage<ToolResult> hasty = until(bridge, Instant.now().plusMillis(300));
            CompletionStage<ToolResult> patient = bridge.start("search", "{}");

            assertThat(await(hasty))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            late -> assertThat(late.reason()).startsWith("it.search did not answer within "));
            assertThat(patient.toCompletableFuture()).isNotDone();
            patientOneIsAlone.countDown();
            assertThat(await(patient)).isEqualTo(answer(1));
            assertThat(server.requests("notifications/cancelled")).isEmpty();
        }
    }

    @Test
    void whenNobodyWaitsAnyMoreTheQuestionIsTakenBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.before(server.url(), MINUTE + ", call-timeout = 60s")) {
            CompletionStage<ToolResult> first = until(bridge, Instant.now().plusMillis(200));
            CompletionStage<ToolResult> second = until(bridge, Instant.now().plusMillis(600));

            assertThat(await(first)).isInstanceOf(Unavailable.class);
            assertThat(await(second)).isInstanceOf(Unavailable.class);

            bridge.eventually(
                    "cancelled once",
                    () -> server.requests("notifications/cancelled").size() == 1);
            bridge.eventually(
                    "nothing is left of it",
                    () -> bridge.status().running() == 0
                            && bridge.status().outstanding() == 0
                            && bridge.status().openResponses() == 0);
            assertThat(server.calls("search")).hasSize(1);
            assertThat(bridge.status().counts().timedOut()).isEqualTo(1);
        }
    }

    @Test
    void travelersNeverShareAPersonalAnswer() throws Exception {
        var everybodyIsThere = new CountDownLatch(1);
        ScriptedServer.Script whoAmI = (request, reply) -> {
            Patience.await(everybodyIsThere);
            String claims = new String(
                    Base64.getUrlDecoder().decode(request.authorization().split("\\.")[1]));
            reply.structured(
                    json("{\"who\":\"%s\"}".formatted(json(claims).path("sub").asText())));
        };
        try (ScriptedServer server = new ScriptedServer().tool("search", whoAmI);
                TestBridge bridge =
                        personal(server, "personal = true, cache { search = 60s }, stale-for { search = 1h }")) {
            var ada = bridge.start(Optional.of(ADA), "search", "{}");
            var bob = bridge.start(Optional.of(BOB), "search", "{}");
            everybodyIsThere.countDown();
            assertThat(await(ada)).isEqualTo(new Ok(json("{\"who\":\"ada\"}")));
            assertThat(await(bob)).isEqualTo(new Ok(json("{\"who\":\"bob\"}")));

            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}")))
                    .isEqualTo(new Ok(json("{\"who\":\"ada\"}")));
            assertThat(await(bridge.start(Optional.of(BOB), "search", "{}")))
                    .isEqualTo(new Ok(json("{\"who\":\"bob\"}")));
            assertThat(server.calls("search")).hasSize(2);

            assertThat(await(bridge.start(Optional.empty(), "search", "{}")))
                    .as("a personal tool without a traveler fails closed")
                    .isInstanceOf(Unavailable.class);
            server.die();
            clock.advance(Duration.ofMinutes(2));
            assertThat(await(bridge.start(Optional.of(new Traveler("eve", "en", "UTC", "GBP")), "search", "{}")))
                    .as("nor an old one")
                    .isInstanceOf(Unavailable.class);
            assertThat(((Ok) await(bridge.start(Optional.of(BOB), "search", "{}"))).content())
                    .isEqualTo(json("{\"who\":\"bob\"}"));
        }
    }

    @Test
    void whatIsMarkedPersonalIsKeptForEachTravelerApart() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE + ", personal-tools = [search]")) {
            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}"))).isEqualTo(answer(1));
            assertThat(await(bridge.start(Optional.of(BOB), "search", "{}"))).isEqualTo(answer(2));
            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}"))).isEqualTo(answer(1));
            assertThat(await(bridge.start(Optional.empty(), "search", "{}"))).isEqualTo(answer(3));
            assertThat(await(bridge.start(Optional.empty(), "search", "{}"))).isEqualTo(answer(4));
        }
    }

    @Test
    void aWriteForgetsWhatItsTravelerReadAndNobodyElse() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = personal(server, MINUTE + ", personal = true")) {
            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}"))).isEqualTo(answer(1));
            assertThat(await(bridge.start(Optional.of(BOB), "search", "{}"))).isEqualTo(answer(2));

            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);

            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}"))).isEqualTo(answer(3));
            assertThat(await(bridge.start(Optional.of(BOB), "search", "{}"))).isEqualTo(answer(2));
            assertThat(bridge.call("update", "{}")).isInstanceOf(Ok.class);
            assertThat(await(bridge.start(Optional.of(ADA), "search", "{}"))).isEqualTo(answer(4));
        }
    }

    @Test
    void aReadThatBeganBeforeAWriteIsNotKeptAfterIt() throws Exception {
        var written = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> {
                            int n = calls.incrementAndGet();
                            if (n == 1) {
                                Patience.await(written);
                            }
                            reply.structured(json("{\"n\":%d}".formatted(n)));
                        })
                        .tool(
                                "book",
                                "{\"annotations\":{\"destructiveHint\":true}}",
                                (request, reply) -> reply.structured(json("{}")));
                TestBridge bridge = bridge(server, MINUTE)) {
            var before = bridge.start("search", "{}");
            bridge.eventually("under way", () -> calls.get() == 1);
            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);
            assertThat(bridge.call("search", "{}")).as("asked after the write").isEqualTo(answer(2));
            written.countDown();
            assertThat(await(before)).isEqualTo(answer(1));
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(2));
        }
    }

    @Test
    void whereTheConfigurationSaysSoAWriteForgetsNothing() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE + ", forget-on-write = false")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(1));
            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(1));
        }
    }

    @Test
    void aToolThatChangedIsAskedAgain() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, MINUTE + ", pin = false, poll = 100ms")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(answer(1));
            // It is answered first, and kept then.
            bridge.eventually("kept", () -> bridge.bridge().catalog().cacheBytes() > 0);
            long before = bridge.bridge().catalog().cacheBytes();

            server.tool(
                    "search",
                    "{\"description\":\"Now by fare\"}",
                    (request, reply) -> reply.structured(json("{\"n\":%d}".formatted(calls.incrementAndGet()))));
            bridge.eventually(
                    "listed",
                    () -> bridge.bridge()
                            .catalog()
                            .find("it.search")
                            .orElseThrow()
                            .tool()
                            .description()
                            .equals("Now by fare"));

            assertThat(bridge.call("search", "{}")).isEqualTo(answer(2));
            bridge.eventually(
                    "the old one is gone", () -> bridge.bridge().catalog().cacheBytes() <= before);
        }
    }

    @Test
    void theAnswersOfAllToolsTogetherTakeNoMoreThanAllowed() throws Exception {
        String text = "x".repeat(20_000);
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> reply.structured(json("{\"t\":\"%s\"}".formatted(text))));
                TestBridge bridge = TestBridge.before(server.url(), MINUTE, "cache.max-bytes = 100 KiB", clock)) {
            for (int i = 0; i < 30; i++) {
                assertThat(bridge.call("search", "{\"i\":%d}".formatted(i))).isInstanceOf(Ok.class);
            }
            bridge.eventually("evicted", () -> bridge.bridge().catalog().cacheBytes() <= 100 * 1024);
            assertThat(bridge.bridge().catalog().cacheBytes()).isGreaterThan(20_000);
        }
    }

    private CompletionStage<ToolResult> until(TestBridge bridge, Instant deadline) {
        return bridge.bridge()
                .toolsFor(new CallScope(ADA, Set.of("it.search"), deadline))
                .call("it.search", json("{}"));
    }
}
