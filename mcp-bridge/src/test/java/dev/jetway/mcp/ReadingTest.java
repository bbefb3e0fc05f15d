package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents read of servers beside calling their tools: resources and prompts. */
class ReadingTest {

    private static final String ALLOWED = "allow-resources = [\"guide://cities/*\", \"guide://fees\"],"
            + " allow-prompts = [packing], call-timeout = 2s, retry { attempts = 2, max-pause = 60ms }";

    private static final String LISBON = """
            {"contents": [{"uri": "guide://cities/lisbon", "mimeType": "text/plain", "text": "Take tram 28",
                           "_meta": {"rank": 1}}], "ttl": 5}""";

    @TempDir
    private Path folder;

    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
        server.on("resources/read", (request, reply) -> reply.result(LISBON));
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    private TestBridge bridge() {
        return TestBridge.before(server.url(), ALLOWED);
    }

    private static Tools tools(TestBridge bridge, String... card) {
        return bridge.bridge()
                .toolsFor(new CallScope(
                        Optional.of(TestBridge.ADA), Set.of(card), Instant.now().plus(Patience.LIMIT)));
    }

    private static ToolResult read(TestBridge bridge, String uri) {
        return TestBridge.await(tools(bridge, "it.resource:*").read("it", uri));
    }

    @Test
    void aResourceIsReadIfTheCardAndTheEntryNameIt() {
        try (TestBridge bridge = bridge()) {
            assertThat(read(bridge, "guide://cities/lisbon")).isEqualTo(new Ok(TestBridge.json("""
                            {"contents": [{"uri": "guide://cities/lisbon", "mimeType": "text/plain",
                                           "text": "Take tram 28"}]}""")));
            assertThat(server.requests("resources/read").get(0).message().path("params"))
                    .isEqualTo(TestBridge.json("{\"uri\": \"guide://cities/lisbon\"}"));
            assertThat(TestBridge.await(
                            tools(bridge, "it.resource:guide://fees").read("it", "guide://fees")))
                    .isInstanceOf(Ok.class);
        }
    }

    @Test
    void whatTheCardDoesNotNameIsNotReadNorWhatTheEntryDoesNot() {
        try (TestBridge bridge = bridge()) {
            assertThat(TestBridge.await(
                            tools(bridge, "it.resource:guide://cities/porto", "it.search", "other.resource:*")
                                    .read("it", "guide://cities/lisbon")))
                    .isEqualTo(new Unavailable(
                            "it.resource:guide://cities/lisbon may not be read here: it is not among the agent's tools",
                            false));
            assertThat(read(bridge, "guide://staff"))
                    .isEqualTo(new Unavailable(
                            "it.resource:guide://staff may not be read: the configuration of server 'it' does not"
                                    + " allow it",
                            false));
            assertThat(TestBridge.await(tools(bridge, "it.prompt:*").prompt("it", "secret", Map.of())))
                    .isInstanceOf(Unavailable.class);
            assertThat(TestBridge.await(tools(bridge, "nowhere.resource:*").read("nowhere", "guide://fees")))
                    .isInstanceOf(Unavailable.class);
            assertThat(server.requests("resources/read")).isEmpty();
            assertThat(server.requests("prompts/get")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guide://cities/../staff",
                "guide://cities/lisbon/%2E%2e/../staff",
                "guide://cities/..%2fstaff",
                "guide://cities/%252e%252e/staff",
                "guide://cities/..",
                "guide://cities/x\\..\\..\\staff"
            })
    void whatAStarAllowsDoesNotLeadOutAgain(String uri) {
        try (TestBridge bridge = bridge()) {
            assertThat(read(bridge, uri)).isInstanceOf(Unavailable.class);
            assertThat(server.requests("resources/read")).isEmpty();
        }
    }

    @Test
    void aPromptIsFilledInAndItsArgumentsAreSuggested() {
        server.on("prompts/get", (request, reply) -> reply.result("""
                {"description": "What to pack", "messages":
                 [{"role": "user", "content": {"type": "text", "text": "Pack for Lisbon"}, "x": 1}]}"""));
        server.on(
                "completion/complete",
                (request, reply) -> reply.result("{\"completion\": {\"values\": [\"Lisbon\", 3], \"total\": 9}}"));
        try (TestBridge bridge = bridge()) {
            Tools tools = tools(bridge, "it.prompt:packing");
            assertThat(TestBridge.await(tools.prompt("it", "packing", Map.of("city", "Lisbon"))))
                    .isEqualTo(new Ok(TestBridge.json("""
                            {"description": "What to pack", "messages":
                             [{"role": "user", "content": {"type": "text", "text": "Pack for Lisbon"}}]}""")));
            assertThat(server.requests("prompts/get").get(0).message().path("params"))
                    .isEqualTo(TestBridge.json("{\"name\": \"packing\", \"arguments\": {\"city\": \"Lisbon\"}}"));
            assertThat(TestBridge.await(tools.suggestions("it", "packing", "city", "Li")))
                    .isEqualTo(new Ok(TestBridge.json("{\"values\": [\"Lisbon\"]}")));
            assertThat(server.requests("completion/complete").get(0).message().path("params"))
                    .isEqualTo(TestBridge.json("""
                            {"ref": {"type": "ref/prompt", "name": "packing"},
                             "argument": {"name": "city", "value": "Li"}}"""));
        }
    }

    @Test
    void aResourceThatIsNotThereIsARefusalAndNoFaultOfTheServer() {
        server.on("resources/read", (request, reply) -> reply.rpcError(-32002, "Resource not found"));
        try (TestBridge bridge = bridge()) {
            for (int i = 0; i < 6; i++) {
                assertThat(read(bridge, "guide://fees")).isEqualTo(new ToolError("Resource not found"));
            }
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().counts().refusedByTool()).isEqualTo(6);
        }
    }

    @Test
    void whatIsNoContentIsNotHandedOn() {
        server.on("resources/read", (request, reply) -> reply.result("{\"contents\": [{\"text\": \"whose?\"}]}"));
        try (TestBridge bridge = bridge()) {
            assertThat(read(bridge, "guide://fees"))
                    .isEqualTo(new Unavailable("it.resource:guide://fees answered something it should not", true));
        }
    }

    @Test
    void aReadIsSentAgainWhenItsAnswerBrokeAndCutWhenItIsTooLarge() {
        server.on("resources/read", (request, reply) -> {
            if (server.requests("resources/read").size() == 1) {
                reply.cut();
            } else {
                reply.result(LISBON);
            }
        });
        try (TestBridge bridge = TestBridge.before(server.url(), ALLOWED + ", max-result = 2 KiB")) {
            assertThat(read(bridge, "guide://cities/lisbon")).isInstanceOf(Ok.class);
            assertThat(server.requests("resources/read")).hasSize(2);
            server.on("resources/read", (request, reply) -> reply.result(LISBON.replace("tram", "tram".repeat(1_000))));
            assertThat(read(bridge, "guide://cities/lisbon"))
                    .isEqualTo(new Unavailable(
                            "it.resource:guide://cities/lisbon gave no usable answer: its answer was too large", true));
        }
    }

    @Test
    void aServerThatHangsIsWaitedForAsLongAsForACallAndThenCountsAsBroken() {
        server.on("resources/read", (request, reply) -> reply.hang());
        try (TestBridge bridge = TestBridge.before(server.url(), ALLOWED + ", breaker.window = 5")) {
            for (int i = 0; i < 5; i++) {
                assertThat(read(bridge, "guide://fees"))
                        .isEqualTo(new Unavailable("it.resource:guide://fees did not answer within 2 s", true));
            }
            assertThat(read(bridge, "guide://fees"))
                    .isEqualTo(new Unavailable(
                            "it is not called at the moment: too many of its last answers failed", false));
            bridge.eventually("nothing is pending", () -> bridge.status().outstanding() == 0);
        }
    }

    @Test
    void anAddressThatIsNoneIsNotSent() {
        try (TestBridge bridge = TestBridge.before(server.url(), "allow-resources = [\"*\"]")) {
            assertThat(read(bridge, "no address"))
                    .isEqualTo(new ToolError("it.resource:no address was not read: it is no address"));
            assertThat(server.requests("resources/read")).isEmpty();
        }
    }

    @Test
    void aPersonalServerIsReadInTheNameOfItsTraveler() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a".repeat(44));
        try (TestBridge bridge = TestBridge.with(TestBridge.configuration(
                server.url(), ALLOWED + ", personal = true", "identity.secret-file = \"%s\"".formatted(secret)))) {
            assertThat(read(bridge, "guide://fees")).isInstanceOf(Ok.class);
            assertThat(server.requests("resources/read").get(0).authorization())
                    .startsWith("Bearer ")
                    .isNotEqualTo(server.requests("tools/list").get(0).authorization());
            CallScope nobody = new CallScope(
                    Optional.empty(), Set.of("it.resource:*"), Instant.now().plus(Patience.LIMIT));
            assertThat(TestBridge.await(bridge.bridge().toolsFor(nobody).read("it", "guide://fees")))
                    .isEqualTo(new Unavailable(
                            "it.resource:guide://fees was not called: it needs to know who the traveler is", false));
            assertThat(server.requests("resources/read")).hasSize(1);
        }
    }
}
