package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.process.StdioServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Servers that are processes, started from the configuration. */
class ProcessServersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUICK = "reconnect { min = 50ms, max = 200ms }";

    static String configuration(String settings, String... habits) {
        List<String> command = StdioServer.command(Map.of(), habits).command();
        return """
                jetway.mcp.servers.it {
                  command = %s, allow = ["*"], connect-timeout = 60s, call-timeout = 30s, retry.attempts = 1
                  %s
                }""".formatted(JSON.valueToTree(command), settings);
    }

    private static JsonNode content(ToolResult result) {
        assertThat(result).isInstanceOf(Ok.class);
        return ((Ok) result).content();
    }

    private static ProcessHandle process(TestBridge bridge) {
        long pid = content(bridge.call("pid", "{}")).path("pid").asLong();
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Test
    void itsToolsAreCalledAsAnyOthers() {
        try (TestBridge bridge = TestBridge.with(configuration("environment { API_KEY = its-own }", "noisy"))) {
            assertThat(content(bridge.call("echo", "{\"text\":\"東京\"}"))
                            .at("/said/text")
                            .asText())
                    .isEqualTo("東京");
            assertThat(content(bridge.call("environment", "{}")).path("names").toString())
                    .contains("\"API_KEY\"")
                    .doesNotContain("JAVA_HOME", "MAVEN");
            assertThat(bridge.status().connected()).isTrue();
            assertThat(bridge.status().software()).startsWith("stdio 1, MCP ");
            assertThat(bridge.status().outstanding()).isZero();
        }
    }

    @Test
    void whatItAnnouncesIsListed() {
        try (TestBridge bridge = TestBridge.with(configuration("poll = 1h"))) {
            assertThat(bridge.call("learned", "{}"))
                    .isEqualTo(new Unavailable("it.learned may not be called: server 'it' offers no such tool", false));
            content(bridge.call("learn", "{}"));
            bridge.eventually(
                    "it is offered",
                    () -> bridge.bridge().catalog().find("it.learned").isPresent());
            assertThat(content(bridge.call("learned", "{}")).path("knows").asText())
                    .isEqualTo("more");
        }
    }

    @Test
    void oneThatDiesIsStartedAgainAndItsCallsEndAtOnce() throws Exception {
        try (TestBridge bridge = TestBridge.with(configuration(QUICK))) {
            ProcessHandle first = process(bridge);
            CompletionStage<ToolResult> hanging = bridge.start("hang", "{}");
            assertThat(bridge.call("die", "{}"))
                    .isEqualTo(new Unavailable(
                            "it.die gave no usable answer: its process ended with exit code 7: I give up", true));
            assertThat(TestBridge.await(hanging)).isInstanceOf(Unavailable.class);
            first.onExit().get(60, TimeUnit.SECONDS);

            bridge.eventually("it is back", () -> bridge.status().connected());
            assertThat(process(bridge).pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void oneThatNeverComesUpIsTriedAgainWithGrowingPausesAndSaysWhy() {
        try (TestBridge bridge = TestBridge.with(configuration(QUICK, "dies-at-start"))) {
            String lastWords = "its process ended with exit code 3: cannot find my native part";
            assertThat(bridge.call("echo", "{}"))
                    .isEqualTo(new Unavailable("it cannot be reached at the moment: " + lastWords, false));
            bridge.eventually("it was tried again", () -> bridge.status().setbacks() >= 3);
            assertThat(bridge.status().reason()).isEqualTo(lastWords);
        }
    }

    @Test
    void oneThatDiesSoonAfterEachStartIsNotTakenForOneThatWorks() {
        try (TestBridge bridge = TestBridge.with(configuration("reconnect { min = 100ms, max = 1h }", "dies-soon"))) {
            bridge.eventually(
                    "setbacks add up over handshakes that succeed",
                    () -> bridge.status().setbacks() >= 3);
            bridge.eventually(
                    "its last words are told",
                    () -> bridge.status()
                            .reason()
                            .equals("its process ended with exit code 4: that was too much for me"));
        }
    }

    @Test
    void oneThatStaysLongEnoughIsForgivenWhatWasBefore() {
        try (TestBridge bridge = TestBridge.with(configuration(QUICK + ", poll = 100ms"))) {
            bridge.call("die", "{}");
            bridge.eventually("it came back", () -> bridge.status().setbacks() > 0);
            bridge.eventually(
                    "it stayed",
                    () -> bridge.status().connected() && bridge.status().setbacks() == 0);
        }
    }

    @Test
    void aCommandThatCannotBeStartedIsAReasonThatNamesIt() {
        try (TestBridge bridge =
                TestBridge.with("jetway.mcp.servers.it { command = [no-such-program-here], allow = [\"*\"] }")) {
            assertThat(bridge.status().reason())
                    .startsWith("its command cannot be started:")
                    .contains("no-such-program-here");
        }
    }

    @Test
    void closingTheBridgeLeavesNoProcessBehind() throws Exception {
        TestBridge bridge = TestBridge.with(configuration("", "stays"));
        ProcessHandle process = process(bridge);
        bridge.close();
        process.onExit().get(60, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aPersonalToolIsRefusedBeforeAnythingIsSent() {
        try (TestBridge bridge = TestBridge.with(configuration("personal = true, risk.echo = commit"))) {
            Unavailable refusal = new Unavailable(
                    "it.echo was not called: it is personal, and server 'it' is a process, which cannot be told who asks",
                    false);
            assertThat(bridge.call("echo", "{}")).isEqualTo(refusal);
            assertThat(bridge.commit("echo", "{}")).isEqualTo(refusal);
            assertThat(bridge.status().connected()).isTrue();
            assertThat(bridge.status().counts().rejected()).isEqualTo(2);
            assertThat(bridge.status().counts().answered()).isZero();
        }
    }
}
