package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.travel.TravelBackend;
import dev.jetway.travel.http.ConformanceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The travel servers, before the client of the conformance suite. */
class ServerConformanceTest {

    @Test
    void aServerThatOffersWhatTheSuiteAsksForPassesAllOfIt() throws IOException {
        try (ConformanceServer server = ConformanceServer.start()) {
            ConformanceSuite.Outcome outcome = ConformanceSuite.check(List.of(
                    "server",
                    "--url",
                    server.url().toString(),
                    "--suite",
                    "all",
                    "--expected-failures",
                    ConformanceSuite.BASELINE.toString()));
            assertPassed(outcome);
            assertThat(outcome.checks().stream()
                            .map(ConformanceSuite.Check::scenario)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(ConformanceSuite.scenarios("--server"));
            assertThat(outcome.withStatus("SUCCESS"))
                    .extracting(ConformanceSuite.Check::id)
                    .contains("server-sse-disconnect-resume");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-initialize", "ping", "tools-list", "dns-rebinding-protection"})
    void aTravelServerPassesWhatConcernsIt(String scenario, @TempDir Path data) throws IOException {
        TravelBackend.Settings settings = new TravelBackend.Settings(
                InetAddress.getLoopbackAddress(), 0, data, 1, new byte[32], false, Clock.systemUTC());
        try (TravelBackend backend = TravelBackend.start(settings)) {
            URI url = URI.create(backend.url() + "/weather/mcp");
            assertPassed(ConformanceSuite.check(List.of("server", "--url", url.toString(), "--scenario", scenario)));
        }
    }

    private static void assertPassed(ConformanceSuite.Outcome outcome) {
        String all = outcome.run().output();
        assertThat(outcome.run().exitCode()).as(all).isZero();
        assertThat(outcome.withStatus("SUCCESS")).as(all).isNotEmpty();
        assertThat(outcome.withStatus("FAILURE")).as(all).isEmpty();
        assertThat(outcome.withStatus("WARNING")).as(all).isEmpty();
    }
}
