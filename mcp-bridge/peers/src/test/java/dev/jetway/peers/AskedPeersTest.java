package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Tools;
import dev.jetway.mcp.asked.Asked;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.asked.TextModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a server that nobody here wrote asks of us, what can be read of it, and how it reports progress. */
class AskedPeersTest {

    private static final String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";
    private static final String ASK_MODEL = "trigger-sampling-request";
    private static final String ASK_TRAVELER = "trigger-elicitation-request";
    private static final String POEM = "{\"prompt\": \"A line on Lisbon\", \"maxTokens\": 20}";

    private final List<TextModel.Prompt> prompts = new CopyOnWriteArrayList<>();
    private final TextModel model = prompt -> {
        prompts.add(prompt);
        return CompletableFuture.completedStage(new TextModel.Written("quill-1", "Seven hills, one tram", false));
    };

    private static HttpPeer everything() throws IOException {
        return HttpPeer.on(0, EVERYTHING, "streamableHttp");
    }

    /** What the server offers depends on what it may ask; it says so a moment after the handshake. */
    private static String text(PeerBridge bridge, String tool, String arguments) {
        bridge.eventually(
                tool + " is offered", status -> bridge.server().tools().containsKey(tool));
        ToolResult result = bridge.call(tool, arguments);
        assertThat(result).isInstanceOf(Ok.class);
        return ((Ok) result).content().path("text").asText();
    }

    private void writesWithTheModel(PeerBridge bridge) {
        assertThat(text(bridge, ASK_MODEL, POEM)).contains("Seven hills, one tram", "quill-1");
        assertThat(prompts).hasSize(1);
        assertThat(prompts.get(0).turns())
                .containsExactly(
                        new TextModel.Turn(false, "Resource trigger-sampling-request context: A line on Lisbon"));
        assertThat(bridge.status().asked()).containsEntry(Kind.MODEL, new Asked(1, 0));
    }

    @Test
    void itHasTextsWrittenOverHttp() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(server.url(), "may-ask.model = true", model)) {
            writesWithTheModel(bridge);
        }
    }

    @Test
    void itHasTextsWrittenOverItsStandardOutput() {
        try (PeerBridge bridge = new PeerBridge(
                Npm.offline(EVERYTHING, "stdio"), "connect-timeout = 60s, may-ask.model = true", model)) {
            writesWithTheModel(bridge);
        }
    }

    @Test
    void itIsToldThatTheTravelerHasNotAnswered() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(server.url(), "may-ask.traveler = true")) {
            assertThat(text(bridge, ASK_TRAVELER, "{}")).contains("\"action\": \"cancel\"");
            assertThat(bridge.status().asked()).containsEntry(Kind.TRAVELER, new Asked(1, 0));
        }
    }

    @Test
    void itLearnsItsFoldersAfterTheHandshake() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(server.url(), "may-ask.folders = [\"file:///srv/brochures\"]")) {
            assertThat(text(bridge, "get-roots-list", "{}")).contains("file:///srv/brochures");
            assertThat(bridge.status().asked().get(Kind.FOLDERS).answered()).isPositive();
        }
    }

    @Test
    void itOffersNothingThatNeedsWhatItMayNotAsk() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(server.url(), "")) {
            assertThat(text(bridge, "echo", "{\"message\": \"hello\"}")).contains("hello");
            assertThat(bridge.server().tools()).doesNotContainKeys(ASK_MODEL, ASK_TRAVELER, "get-roots-list");
        }
    }

    @Test
    void itsResourcesAndPromptsAreRead() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(
                        server.url(), "allow-resources = [\"demo://resource/*\"], allow-prompts = [\"*\"]")) {
            Tools tools = bridge.tools("it.resource:demo://resource/dynamic/*", "it.prompt:*");
            assertThat(PeerBridge.await(tools.read("it", "demo://resource/dynamic/text/1")))
                    .isInstanceOfSatisfying(
                            Ok.class,
                            ok -> assertThat(ok.content().at("/contents/0/text").asText())
                                    .contains("Resource 1"));
            assertThat(PeerBridge.await(tools.read("it", "demo://resource/static/document/features.md")))
                    .isInstanceOf(Unavailable.class);
            assertThat(PeerBridge.await(tools.read("it", "demo://resource/dynamic/nothing/like/that")))
                    .isInstanceOf(ToolError.class);
            assertThat(PeerBridge.await(tools.prompt("it", "args-prompt", Map.of("city", "Lisbon"))))
                    .isInstanceOfSatisfying(
                            Ok.class,
                            ok -> assertThat(ok.content()
                                            .at("/messages/0/content/text")
                                            .asText())
                                    .isEqualTo("What's weather in Lisbon?"));
            assertThat(PeerBridge.await(tools.suggestions("it", "completable-prompt", "department", "S")))
                    .isEqualTo(new Ok(PeerBridge.json("{\"values\": [\"Sales\", \"Support\"]}")));
        }
    }

    @Test
    void itIsWaitedForWhileItReportsProgress() throws Exception {
        try (HttpPeer server = everything();
                PeerBridge bridge = new PeerBridge(server.url(), "call-timeout = 2s, progress-limit = 30s")) {
            assertThat(text(bridge, "trigger-long-running-operation", "{\"duration\": 4, \"steps\": 8}"))
                    .contains("Long running operation completed");
        }
    }
}
