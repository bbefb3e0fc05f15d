package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be called, what is sent, and what comes back. */
class CallsTest {

    private static final ScriptedServer.Script WORKING = (request, reply) -> reply.structured(TestBridge.json("{}"));
    private static final ScriptedServer.Script ECHO = (request, reply) -> reply.structured(request.arguments());

    @Test
    void structuredContentIsTheResult() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("echo", ECHO);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            String arguments = "{\"city\":\"Köln\",\"nested\":{\"list\":[1,2.5,null,true]}}";
            assertThat(bridge.call("echo", arguments)).isEqualTo(new Ok(TestBridge.json(arguments)));
        }
    }

    @Test
    void anAnswerOnAnEventStreamIsAsGoodAsOneInABody() throws Exception {
        ScriptedServer.Script events = (request, reply) -> {
            reply.beginEvents();
            reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1}}");
            reply.event("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[],\"structuredContent\":{\"n\":1}}}"
                    .formatted(request.message().path("id")));
            reply.endEvents();
        };
        try (ScriptedServer server = new ScriptedServer().tool("echo", events);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.call("echo", "{}")).isEqualTo(new Ok(TestBridge.json("{\"n\":1}")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"temperature\": 21}      | {\"temperature\":21}",
                "Sunny                      | {\"text\":\"Sunny\"}",
                "{not json                  | {\"text\":\"{not json\"}",
                "[1,2]                      | {\"text\":\"[1,2]\"}"
            })
    void textIsReadAsAnObjectWhereItIsOne(String text, String result) throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("say", (request, reply) -> reply.text(text, false));
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.call("say", "{}")).isEqualTo(new Ok(TestBridge.json(result)));
        }
    }

    @Test
    void argumentsThatDoNotFitAreNamedAndNeverSent() throws Exception {
        String schema = """
                {"inputSchema": {"type": "object", "required": ["origin"], "additionalProperties": false,
                  "properties": {"origin": {"type": "string", "pattern": "^[A-Z]{3}$"},
                                 "adults": {"oneOf": [{"type": "integer", "maximum": 9}, {"const": "many"}]}}}}""";
        try (ScriptedServer server = new ScriptedServer().tool("search", schema, WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "max-arguments = 2 KiB")) {
            assertRefused(bridge.call("search", "{}"), "required property 'origin' not found");
            assertRefused(bridge.call("search", "{\"origin\":\"London\"}"), "/origin: does not match");
            assertRefused(bridge.call("search", "{\"origin\":\"LHR\",\"bags\":1}"), "'bags' is not defined");
            assertRefused(bridge.call("search", "{\"origin\":\"LHR\",\"adults\":12}"), "/adults: must be valid to one");
            assertRefused(bridge.call("search", "[]"), "its arguments must be an object");
            assertRefused(
                    bridge.call("search", "{\"origin\":\"%s\"}".formatted("L".repeat(3000))),
                    "its arguments are too much: /origin makes it larger than 2048 bytes");
            assertThat(server.calls("search")).isEmpty();

            assertThat(bridge.call("search", "{\"origin\":\"LHR\",\"adults\":\"many\"}"))
                    .isInstanceOf(Ok.class);
            assertThat(bridge.call("search", "{\"origin\":\"LHR\",\"adults\":2}"))
                    .isInstanceOf(Ok.class);
        }
    }

    private static void assertRefused(ToolResult result, String because) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolError.class,
                        error -> assertThat(error.message())
                                .startsWith("it.search was not called: ")
                                .contains(because));
    }

    @Test
    void whatPolicyForbidsIsNeverSent() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", WORKING)
                        .tool("hidden", WORKING)
                        .tool("book", "{\"annotations\":{\"destructiveHint\":true}}", WORKING)
                        .tool("unannotated", "{\"annotations\":{}}", WORKING)
                        .tool("odd", "{\"outputSchema\":{\"$ref\":\"https://example.com/schema\"}}", WORKING);
                TestBridge bridge = TestBridge.before(server.url(), "allow = [search, book, unannotated, odd, gone]")) {
            assertForbidden(bridge.call("hidden", "{}"), "the configuration of server 'it' does not allow it");
            assertForbidden(bridge.call("gone", "{}"), "server 'it' offers no such tool");
            assertForbidden(bridge.call("book", "{}"), "it needs the traveler's approval first");
            assertForbidden(bridge.call("unannotated", "{}"), "it needs the traveler's approval first");
            assertForbidden(bridge.call("odd", "{}"), "Not a usable JSON Schema");
            var tools = bridge.bridge()
                    .toolsFor(new CallScope(
                            TestBridge.ADA, Set.of("no.such"), Instant.now().plusSeconds(30)));
            assertForbidden(
                    TestBridge.await(tools.call("it.search", TestBridge.json("{}"))),
                    "it is not among the agent's tools");
            assertForbidden(
                    TestBridge.await(tools.call("no.such", TestBridge.json("{}"))), "no such server is configured");
            assertThat(server.requests("tools/call")).isEmpty();
        }
    }

    private static void assertForbidden(ToolResult result, String because) {
        assertThat(result).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.reason()).contains(because);
            assertThat(unavailable.mayHaveRun()).isFalse();
        });
    }

    @Test
    void aCommitCarriesItsIdempotencyKeyWhereTheToolTakesOne() throws Exception {
        String keyed = """
                {"annotations": {"destructiveHint": true, "idempotentHint": true},
                 "inputSchema": {"type": "object", "required": ["quoteId", "idempotencyKey"],
                   "properties": {"quoteId": {"type": "string"}, "idempotencyKey": {"type": "string"}}}}""";
        try (ScriptedServer server =
                        new ScriptedServer().tool("create", keyed, ECHO).tool("pay", "{\"annotations\":{}}", ECHO);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.commit("create", "{\"quoteId\":\"q1\"}"))
                    .isEqualTo(new Ok(TestBridge.json("{\"quoteId\":\"q1\",\"idempotencyKey\":\"key-12345678\"}")));
            assertThat(bridge.commit("pay", "{\"amount\":1}")).isEqualTo(new Ok(TestBridge.json("{\"amount\":1}")));
            assertThat(bridge.bridge().idempotent("it.create")).isTrue();
            assertThat(bridge.bridge().idempotent("it.pay")).isFalse();
        }
    }

    @Test
    void configurationAndAnnotationsTogetherDecideTheRisk() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", WORKING)
                        .tool("note", "{\"annotations\":{\"readOnlyHint\":false,\"destructiveHint\":false}}", WORKING)
                        .tool("book", "{\"annotations\":{\"destructiveHint\":true}}", WORKING)
                        .tool("silent", "{\"annotations\":{}}", WORKING);
                TestBridge bridge = TestBridge.before(
                        server.url(), "risk { book = read, silent = read, search = write }, idempotent.book = true")) {
            assertThat(bridge.bridge().risk("it.search")).isEqualTo(Risk.WRITE);
            assertThat(bridge.bridge().risk("it.note")).isEqualTo(Risk.WRITE);
            assertThat(bridge.bridge().risk("it.book")).isEqualTo(Risk.COMMIT);
            assertThat(bridge.bridge().risk("it.silent")).isEqualTo(Risk.READ);
            assertThat(bridge.bridge().risk("it.unheard-of")).isEqualTo(Risk.COMMIT);
            assertThat(bridge.bridge().idempotent("it.book")).isTrue();
        }
    }

    @Test
    void moreCallsThanRunAtOnceWaitAndMoreThanMayWaitAreRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedServer.Script waiting = (request, reply) -> {
            Patience.await(go);
            reply.structured(TestBridge.json("{}"));
        };
        try (ScriptedServer server = new ScriptedServer().tool("slow", waiting);
                TestBridge bridge =
                        TestBridge.before(server.url(), "max-concurrent = 4, max-queued = 6, call-timeout = 30s")) {
            List<CompletionStage<ToolResult>> calls =
                    Stream.generate(() -> bridge.start("slow", "{}")).limit(13).toList();
            bridge.eventually("four have arrived", () -> server.calls("slow").size() == 4);
            assertThat(bridge.status().waiting()).isEqualTo(6);
            for (CompletionStage<ToolResult> refused : calls.subList(10, 13)) {
                assertThat(TestBridge.await(refused))
                        .isEqualTo(new Unavailable("it is busy: 4 calls run and 6 wait already", false));
            }
            go.countDown();
            assertThat(calls.subList(0, 10).stream().map(TestBridge::await)).allMatch(Ok.class::isInstance);
            assertThat(bridge.status().running()).isZero();
            assertThat(bridge.status().waiting()).isZero();
        }
    }

    @Test
    void aCallWhoseTurnDoesNotComeInTimeHasNotRun() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("slow", (request, reply) -> reply.hang());
                TestBridge bridge = TestBridge.before(server.url(), "max-concurrent = 1, call-timeout = 500ms")) {
            var tools = bridge.bridge()
                    .toolsFor(new CallScope(
                            Optional.of(TestBridge.ADA),
                            Set.of("it.slow"),
                            Instant.now().plusSeconds(30)));
            var hasShortTime = bridge.bridge()
                    .toolsFor(new CallScope(
                            TestBridge.ADA, Set.of("it.slow"), Instant.now().plusMillis(200)));
            var running = tools.call("it.slow", TestBridge.json("{}"));
            var waiting = hasShortTime.call("it.slow", TestBridge.json("{}"));

            assertThat(TestBridge.await(waiting)).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.reason()).contains("it is busy: the call waited");
                assertThat(unavailable.mayHaveRun()).isFalse();
            });
            assertThat(TestBridge.await(running))
                    .isEqualTo(new Unavailable("it.slow did not answer within 500 ms", true));
            assertThat(server.calls("slow")).hasSize(1);
        }
    }
}
