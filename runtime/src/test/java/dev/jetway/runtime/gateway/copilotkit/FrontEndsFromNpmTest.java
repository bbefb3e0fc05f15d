package dev.jetway.runtime.gateway.copilotkit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import dev.jetway.runtime.gateway.agui.TripStory;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.http.StagedConversations;
import dev.jetway.runtime.npm.NodeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Front ends as they are on npm, unchanged, against a gateway. What they assert is in {@code src/test/npm/doors}. */
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class FrontEndsFromNpmTest {

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
        var run = NodeRun.of("doors/http-agent.mjs", doors.address(), version, TripStory.SEARCH_REPLY);

        assertThat(run.said("PASSED")).hasSize(8);
        checkEvents(run);
    }

    @Test
    void copilotKitRunsRemembersAsksAndStops() throws Exception {
        var run = NodeRun.of(
                "--import", "./doors/browser.mjs", "doors/copilotkit.mjs", doors.address(), TripStory.SEARCH_REPLY);

        assertThat(run.said("PASSED")).hasSize(6);
        checkEvents(run);
        assertThat(run.said("PATHS"))
                .containsExactly("/v1/copilotkit /v1/copilotkit/agent/jetway/connect /v1/copilotkit/agent/jetway/run"
                        + " /v1/copilotkit/agent/jetway/stop/{thread} /v1/copilotkit/info");
    }

    @Test
    void theDocumentationsProgramsRun() throws Exception {
        var booked = NodeRun.of("doors/first-run.mjs", doors.address());
        assertThat(booked.lines()).last().asString().contains("JW7Q2M");
        var searched = NodeRun.of("--import", "./doors/browser.mjs", "doors/copilot-run.mjs", doors.address());
        assertThat(String.join("\n", searched.lines())).contains(TripStory.SEARCH_REPLY);

        var page = Files.readString(Path.of("docs", "ag-ui.md"));
        for (var program : List.of("first-run.mjs", "copilot-run.mjs")) {
            assertThat(page).contains(Files.readString(Path.of("src", "test", "npm", "doors", program)));
        }
    }

    private static void checkEvents(NodeRun run) {
        var events = run.said("EVENT");
        assertThat(events).hasSizeGreaterThan(50);
        events.stream().distinct().forEach(AgUiSchema::check);
    }
}
