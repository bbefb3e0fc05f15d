package dev.jetway.runtime.gateway.copilotkit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import dev.jetway.runtime.gateway.agui.TripStory;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.http.StagedConversations;
import dev.jetway.runtime.npm.Npm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Front ends as they are on npm, unchanged, against a gateway. What they assert is in {@code src/test/npm/doors}. */
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class FrontEndsFromNpmTest {

    private static final long MINUTES = 5;
    private static final String EVENT = "EVENT ";

    private static ActorTestKit kit;
    private static Doors doors;

    @BeforeAll
    static void open() {
        kit = Gateways.kit();
        doors = Doors.open(
                kit,
                new StagedConversations(kit, Duration.ofMillis(40)),
                "jetway.gateway { commands.limit = 100000, streams.max-per-subject = 1000 }");
    }

    @AfterAll
    static void close() {
        doors.close();
        kit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "0.0.59"})
    void httpAgentRunsAsksComesBackAndFails(String version) throws Exception {
        var lines = node("doors/http-agent.mjs", doors.address(), version, TripStory.SEARCH_REPLY);

        assertThat(passed(lines)).hasSize(8);
        checkEvents(lines);
    }

    @Test
    void copilotKitRunsRemembersAsksAndStops() throws Exception {
        var lines = node("--import", "./doors/browser.mjs", "doors/copilotkit.mjs", doors.address(), TripStory.SEARCH_REPLY);

        assertThat(passed(lines)).hasSize(6);
        checkEvents(lines);
        assertThat(lines)
                .contains("PATHS /v1/copilotkit /v1/copilotkit/agent/jetway/connect /v1/copilotkit/agent/jetway/run"
                        + " /v1/copilotkit/agent/jetway/stop/{thread} /v1/copilotkit/info");
    }

    @Test
    void theDocumentationsProgramsRun() throws Exception {
        var booked = node("doors/first-run.mjs", doors.address());
        assertThat(booked).last().asString().contains("JW7Q2M");
        var searched = node("--import", "./doors/browser.mjs", "doors/copilot-run.mjs", doors.address());
        assertThat(String.join("\n", searched)).contains(TripStory.SEARCH_REPLY);

        var page = Files.readString(Path.of("docs", "ag-ui.md"));
        for (var program : List.of("first-run.mjs", "copilot-run.mjs")) {
            assertThat(page).contains(Files.readString(Path.of("src", "test", "npm", "doors", program)));
        }
    }

    private static List<String> passed(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("PASSED ")).toList();
    }

    private static void checkEvents(List<String> lines) {
        var events = lines.stream()
                .filter(line -> line.startsWith(EVENT))
                .map(line -> line.substring(EVENT.length()))
                .toList();
        assertThat(events).hasSizeGreaterThan(50);
        events.stream().distinct().forEach(AgUiSchema::check);
    }

    private static List<String> node(String script, String... arguments) throws IOException, InterruptedException {
        var log = Files.createTempFile("node", ".log");
        var node = Npm.node(script, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = node.waitFor(MINUTES, TimeUnit.MINUTES);
            var output = Files.readString(log, StandardCharsets.UTF_8);
            var tail = output.substring(Math.max(0, output.length() - 3_000));
            assertThat(ended)
                    .as("%s within %d minutes: %s", script, MINUTES, tail)
                    .isTrue();
            assertThat(node.exitValue()).as("%s: %s", script, tail).isZero();
            return output.lines().toList();
        } finally {
            node.destroyForcibly();
            Files.delete(log);
        }
    }
}
