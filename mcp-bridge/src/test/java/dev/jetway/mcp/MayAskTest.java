package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Question;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.mcp.ScriptedServer.Reply;
import dev.jetway.mcp.asked.Asked;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.asked.TextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers ask of us while we call them, and what they get. */
class MayAskTest {

    private static final String MODEL = "sampling/createMessage";
    private static final String TRAVELER = "elicitation/create";
    private static final String FOLDERS = "roots/list";

    private static final String HAIKU = """
            {"systemPrompt": "Be brief", "maxTokens": 50, "stopSequences": ["END"], "includeContext": "allServers",
             "messages": [{"role": "user", "content": {"type": "text", "text": "A haiku on Lisbon"}}]}""";

    private static final String SEAT = """
            {"message": "Which  seat\\nwould you like?", "requestedSchema": {"type": "object", "required": ["seat"],
             "properties": {"seat": {"type": "string", "title": "Seat", "enum": ["window", "aisle"]},
                            "row": {"type": "integer"}}}}""";

    private final AtomicInteger asked = new AtomicInteger();
    private final List<TextModel.Prompt> prompts = new CopyOnWriteArrayList<>();
    private final TextModel model = prompt -> {
        prompts.add(prompt);
        return CompletableFuture.completedStage(new TextModel.Written("quill-1", "Seven hills, one tram", false));
    };
    private ScriptedServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    /** The tool asks this, in the stream of its response, and answers with what it was told. */
    private ScriptedServer asking(String method, String params) throws IOException {
        return server.tool("ask", (request, reply) -> {
            reply.beginEvents();
            answer(reply, request, put(reply, method, params));
        });
    }

    private JsonNode put(Reply reply, String method, String params) throws IOException {
        String id = "q" + asked.incrementAndGet();
        reply.event("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params.replace("\n", " ")));
        Patience.await("an answer to " + id, () -> reply(id).isPresent(), () -> server.requests(""));
        return reply(id).orElseThrow().message();
    }

    private Optional<ScriptedServer.Request> reply(String id) {
        return server.requests("").stream()
                .filter(request -> request.message().path("id").asText().equals(id))
                .findAny();
    }

    private static void answer(Reply reply, ScriptedServer.Request request, JsonNode told) throws IOException {
        ObjectNode answer = ScriptedServer.JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.message().path("id"));
        answer.putObject("result").putObject("structuredContent").set("told", told);
        reply.event(answer.toString());
        reply.endEvents();
    }

    private static JsonNode told(ToolResult result) {
        assertThat(result).isInstanceOf(Ok.class);
        return ((Ok) result).content().path("told");
    }

    private TestBridge bridge(String mayAsk) {
        return TestBridge.with(TestBridge.configuration(server.url(), "may-ask { %s }".formatted(mayAsk), ""), model);
    }

    private JsonNode offered() {
        return server.requests("initialize").get(0).message().at("/params/capabilities");
    }

    @Test
    void aServerIsOfferedNothingAndRefusedWhatItAsksAllTheSame() throws IOException {
        asking(MODEL, HAIKU);
        try (TestBridge bridge = bridge("")) {
            JsonNode told = told(bridge.call("ask", "{}"));
            assertThat(told.at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(told.at("/error/message").asText())
                    .isEqualTo("sampling/createMessage refused: this client does not offer it");
            asking(TRAVELER, SEAT);
            assertThat(told(bridge.call("ask", "{}")).at("/error/code").asInt()).isEqualTo(-32601);
            asking(FOLDERS, "{}");
            assertThat(told(bridge.call("ask", "{}")).at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(offered().isEmpty()).as(offered().toString()).isTrue();
            assertThat(prompts).isEmpty();
            assertThat(bridge.status().asked().values()).containsOnly(new Asked(0, 1));
        }
    }

    @Test
    void theModelIsToldWhatTheServerSaysAndNothingElse() throws IOException {
        asking(MODEL, HAIKU);
        try (TestBridge bridge = bridge("model = true, max-tokens = 40")) {
            JsonNode told = told(bridge.call("ask", "{}")).path("result");
            assertThat(told).isEqualTo(TestBridge.json("""
                            {"role": "assistant", "content": {"type": "text", "text": "Seven hills, one tram"},
                             "model": "quill-1", "stopReason": "endTurn"}"""));
            assertThat(offered()).isEqualTo(TestBridge.json("{\"sampling\": {}}"));
            assertThat(prompts).hasSize(1);
            TextModel.Prompt prompt = prompts.get(0);
            assertThat(prompt.turns()).containsExactly(new TextModel.Turn(false, "A haiku on Lisbon"));
            assertThat(prompt.instructions()).isEqualTo("Be brief");
            assertThat(prompt.maxTokens()).isEqualTo(40);
            assertThat(prompt.stopAt()).containsExactly("END");
            assertThat(prompt.tool()).isEqualTo("it.ask");
            assertThat(bridge.status().asked()).containsEntry(Kind.MODEL, new Asked(1, 0));
        }
    }

    @Test
    void aModelThatFailsIsNoAnswerAndSaysNothingOfWhy() throws IOException {
        asking(MODEL, HAIKU);
        TextModel broken = prompt -> CompletableFuture.failedStage(new IllegalStateException("key 4711 is wrong"));
        try (TestBridge bridge =
                TestBridge.with(TestBridge.configuration(server.url(), "may-ask.model = true", ""), broken)) {
            assertThat(told(bridge.call("ask", "{}")).at("/error/message").asText())
                    .isEqualTo("sampling/createMessage refused: the model gave no answer in time");
        }
    }

    @Test
    void aModelThatTakesTooLongIsNotWaitedFor() throws IOException {
        asking(MODEL, HAIKU);
        TextModel slow = prompt -> new CompletableFuture<>();
        try (TestBridge bridge = TestBridge.with(
                TestBridge.configuration(server.url(), "may-ask { model = true, timeout = 50ms }", ""), slow)) {
            assertThat(told(bridge.call("ask", "{}")).at("/error/code").asInt()).isEqualTo(-32603);
        }
    }

    @Test
    void aNodeWithoutAModelDoesNotStartWithAServerThatMayAskForOne() {
        assertThatThrownBy(() -> TestBridge.with(TestBridge.configuration(server.url(), "may-ask.model = true", "")))
                .hasMessage("Setting jetway.mcp.servers.it.may-ask.model is on, and this node has no language model;"
                        + " set it to false");
        try (TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThatThrownBy(() -> bridge.reload(TestBridge.configuration(server.url(), "may-ask.model = true", ""))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("this node has no language model");
        }
    }

    @Test
    void aQuestionToTheTravelerIsCancelledAndNamedInTheRefusal() throws IOException {
        server.tool("ask", (request, reply) -> {
            reply.beginEvents();
            assertThat(put(reply, TRAVELER, SEAT).path("result")).isEqualTo(TestBridge.json("{\"action\":\"cancel\"}"));
            ObjectNode answer = ScriptedServer.JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.message().path("id"));
            answer.putObject("result").put("isError", true).putArray("content");
            reply.event(answer.toString());
            reply.endEvents();
        });
        try (TestBridge bridge = bridge("traveler = true")) {
            Question seat = new Question(
                    "Which seat would you like?",
                    List.of(
                            new Question.Field("seat", "Seat", true, List.of("window", "aisle")),
                            new Question.Field("row", "row", false, List.of())));
            assertThat(bridge.call("ask", "{}"))
                    .isEqualTo(new ToolError(
                            "it.ask needs to know from the traveler: Which seat would you like?"
                                    + " (Seat: window or aisle; row)",
                            Optional.of(seat)));
            assertThat(offered()).isEqualTo(TestBridge.json("{\"elicitation\": {\"form\": {}}}"));
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().asked()).containsEntry(Kind.TRAVELER, new Asked(1, 0));
        }
    }

    @Test
    void aToolThatCanDoWithoutAnAnswerJustAnswers() throws IOException {
        asking(TRAVELER, SEAT);
        try (TestBridge bridge = bridge("traveler = true")) {
            assertThat(told(bridge.call("ask", "{}")).at("/result/action").asText())
                    .isEqualTo("cancel");
        }
    }

    @Test
    void nothingMoreIsAskedAboutWhatTheTravelerHasApproved() throws IOException {
        asking(TRAVELER, SEAT);
        try (TestBridge bridge = bridge("traveler = true")) {
            assertThat(told(bridge.commit("ask", "{}")).at("/result/action").asText())
                    .isEqualTo("decline");
        }
    }

    @Test
    void aFormThatIsNotFlatIsRefused() throws IOException {
        asking(TRAVELER, """
                {"message": "Tell me all", "requestedSchema": {"type": "object",
                 "properties": {"card": {"type": "object", "properties": {"number": {"type": "string"}}}}}}""");
        try (TestBridge bridge = bridge("traveler = true")) {
            assertThat(told(bridge.call("ask", "{}")).path("error"))
                    .isEqualTo(TestBridge.json("{\"code\": -32602, \"message\":"
                            + " \"elicitation/create refused: field 'card' is not a plain value\"}"));
        }
    }

    @Test
    void foldersAreWhatTheEntrySaysAlsoOutsideOfCalls() throws Exception {
        server.withSessions();
        asking(FOLDERS, "{}");
        try (TestBridge bridge = bridge("folders = [\"file:///srv/brochures\"]")) {
            JsonNode folders =
                    TestBridge.json("{\"roots\": [{\"uri\": \"file:///srv/brochures\", \"name\": \"brochures\"}]}");
            assertThat(told(bridge.call("ask", "{}")).path("result")).isEqualTo(folders);
            bridge.eventually("listening", () -> server.listeningStreams() == 1);
            server.say("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
            bridge.eventually("an answer", () -> reply("7").isPresent());
            assertThat(reply("7").orElseThrow().message().path("result")).isEqualTo(folders);
            assertThat(reply("7").orElseThrow().message().path("id").isInt()).isTrue();
        }
    }

    @Test
    void whatIsAskedOnTheListeningStreamBelongsToNoCall() throws Exception {
        server.withSessions().tool("hang", (request, reply) -> reply.hang());
        try (TestBridge bridge = bridge("model = true, traveler = true")) {
            bridge.start("hang", "{}");
            bridge.eventually(
                    "one call is under way and the stream is open",
                    () -> server.listeningStreams() == 1 && server.calls("hang").size() == 1);
            server.say("{\"jsonrpc\":\"2.0\",\"id\":\"m\",\"method\":\"%s\",\"params\":%s}".formatted(MODEL, HAIKU));
            bridge.eventually("an answer", () -> reply("m").isPresent());
            assertThat(reply("m").orElseThrow().message().at("/error/message").asText())
                    .isEqualTo("sampling/createMessage refused: it did not come on the response to a call, or several"
                            + " calls are under way on one pipe");
            assertThat(prompts).isEmpty();
            assertThat(bridge.status().asked()).containsEntry(Kind.MODEL, new Asked(0, 1));
        }
    }

    @Test
    void questionsAreCountedByCallAndByMinute() throws IOException {
        server.tool("ask", (request, reply) -> {
            reply.beginEvents();
            JsonNode first = put(reply, MODEL, HAIKU);
            assertThat(first.has("result")).isTrue();
            answer(reply, request, put(reply, MODEL, HAIKU));
        });
        try (TestBridge bridge = bridge("model = true, per-call = 1")) {
            assertThat(told(bridge.call("ask", "{}")).at("/error/message").asText())
                    .isEqualTo("sampling/createMessage refused: more than 1 questions during one call");
        }
        try (TestBridge bridge = bridge("model = true, per-minute = 1")) {
            assertThat(told(bridge.call("ask", "{}")).at("/error/message").asText())
                    .isEqualTo("sampling/createMessage refused: more than 1 questions in a minute");
            assertThat(bridge.status().asked()).containsEntry(Kind.MODEL, new Asked(1, 1));
        }
    }

    @Test
    void aQuestionThatIsTooLongIsRefusedBeforeItIsRead() throws IOException {
        asking(MODEL, HAIKU.replace("A haiku", "A haiku".repeat(1_000)));
        try (TestBridge bridge = bridge("model = true, max-size = 4 KiB")) {
            JsonNode error = told(bridge.call("ask", "{}")).path("error");
            assertThat(error.path("code").asInt()).isEqualTo(-32602);
            assertThat(error.path("message").asText()).startsWith("sampling/createMessage refused: it is too much: ");
            assertThat(prompts).isEmpty();
        }
    }

    private static String ofProcess(String settings) {
        return ProcessServersTest.configuration("may-ask { model = true, traveler = true }" + settings);
    }

    private static String question(String method, String params) {
        return "{\"method\": \"%s\", \"params\": %s}".formatted(method, params);
    }

    @Test
    void aProcessMayAskDuringItsOnlyCall() {
        try (TestBridge bridge = TestBridge.with(ofProcess(""), model)) {
            assertThat(told(bridge.call("ask", question(MODEL, HAIKU)))
                            .at("/result/content/text")
                            .asText())
                    .isEqualTo("Seven hills, one tram");
        }
    }

    @Test
    void whatAProcessAsksDuringOneOfSeveralCallsBelongsToNone() {
        try (TestBridge bridge = TestBridge.with(ofProcess(""), model)) {
            bridge.start("hang", "{}");
            assertThat(told(bridge.call("ask", question(MODEL, HAIKU)))
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32600);
            assertThat(prompts).isEmpty();
        }
    }

    @Test
    void aCallThatWasGivenUpMayStillBeWhatAProcessAsksAbout() {
        try (TestBridge bridge = TestBridge.with(ofProcess(", call-timeout = 2s"), model)) {
            assertThat(bridge.call("hang", "{}")).isInstanceOf(ToolResult.Unavailable.class);
            assertThat(told(bridge.call("ask", question(TRAVELER, SEAT)))
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32600);
        }
    }

    @Test
    void anAnswerCarriesTheTokenOfTheCallItBelongsTo() throws Exception {
        asking(TRAVELER, SEAT);
        Path secret = Files.writeString(folder.resolve("secret"), "a".repeat(44));
        try (TestBridge bridge = TestBridge.with(TestBridge.configuration(
                server.url(),
                "may-ask.traveler = true, personal = true",
                "identity.secret-file = \"%s\"".formatted(secret)))) {
            told(bridge.call("ask", "{}"));
            assertThat(reply("q1").orElseThrow().authorization())
                    .isNotEmpty()
                    .isEqualTo(server.calls("ask").get(0).authorization());
        }
    }
}
