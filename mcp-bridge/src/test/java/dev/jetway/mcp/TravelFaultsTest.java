package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The faults that the travel servers offer, before the servers themselves. */
class TravelFaultsTest {

    private static final String LISBON = "{\"city\": \"Lisbon\", \"month\": 5}";

    private static TravelProcess travel;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        travel = new TravelProcess(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        travel.close();
    }

    private static TestBridge bridge(String callTimeout) {
        return TestBridge.before(
                travel.server("weather"),
                "call-timeout = %s, breaker { failures = 5, window = 5, slow-call = 1h }".formatted(callTimeout));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mode\": \"hang\"}                    | 3s  | it.climate did not answer within 3 s",
                "{\"mode\": \"slow\", \"delayMs\": 60000} | 3s  | it.climate did not answer within 3 s",
                "{\"mode\": \"fail\"}                    | 30s | it.climate gave no usable answer: it answered HTTP 500",
                "{\"mode\": \"fail\", \"when\": \"after\"} | 30s | it.climate gave no usable answer: it answered HTTP 500",
                "{\"mode\": \"nonsense\"}                | 30s | it.climate answered something it should not: required property 'city' not found"
            })
    void aFaultIsReportedCountedAndForgotten(String fault, String callTimeout, String sees) throws Exception {
        Footprint before = Footprint.now();
        try (TestBridge bridge = bridge(callTimeout)) {
            assertThat(bridge.call("climate", LISBON)).isInstanceOf(Ok.class);
            travel.fault("weather", "climate", fault);

            List<CompletionStage<ToolResult>> calls = Stream.generate(() -> bridge.start("climate", LISBON))
                    .limit(5)
                    .toList();
            assertThat(calls).map(TestBridge::await).containsOnly(new Unavailable(sees, true));
            assertThat(bridge.status().breaker()).isEqualTo("OPEN");
            assertThat(bridge.call("climate", LISBON))
                    .isEqualTo(new Unavailable(
                            "it is not called at the moment: too many of its last answers failed", false));
            bridge.eventually("no pending calls", () -> bridge.status().outstanding() == 0);
            bridge.eventually("no open responses", () -> bridge.status().openResponses() == 0);
        }
        travel.noFaults();
        leavesNothing(before);
    }

    @Test
    void whatTheToolRefusesIsCountedAsAnAnswer() throws Exception {
        try (TestBridge bridge = bridge("30s")) {
            travel.fault("weather", "climate", "{\"mode\": \"error\", \"times\": 8}");
            for (int i = 0; i < 8; i++) {
                assertThat(bridge.call("climate", LISBON)).isEqualTo(new ToolError("Drill: this call is refused"));
            }
            assertThat(bridge.call("climate", LISBON)).isInstanceOf(Ok.class);
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void aProcessThatDiesOfACallIsUsedAgainWhenItIsBack() throws Exception {
        Footprint before = Footprint.now();
        try (TestBridge bridge = bridge("30s")) {
            ToolResult healthy = bridge.call("climate", LISBON);
            travel.fault("weather", "climate", "{\"mode\": \"die\"}");

            assertThat(bridge.call("climate", LISBON))
                    .isEqualTo(new Unavailable(
                            "it.climate gave no usable answer: the connection broke before an answer came", true));

            bridge.eventually("its end is noticed", () -> !bridge.status().connected());
            assertThat(bridge.call("climate", LISBON))
                    .isEqualTo(new Unavailable(
                            "it cannot be reached at the moment: nothing answers at its address", false));
            assertThat(travel.alive()).isFalse();

            travel.startAgain();
            bridge.eventually("it is found", () -> bridge.status().connected());
            assertThat(bridge.call("climate", LISBON)).isEqualTo(healthy);
        }
        leavesNothing(new Footprint(before.threads(), Footprint.now().children()));
    }

    private static void leavesNothing(Footprint before) {
        Patience.await("nothing is left", () -> before.leftNow().isEmpty(), before::leftNow);
        Patience.await(
                "every socket is closed",
                () -> Footprint.socketsTo(travel.server("weather").getPort()) == 0,
                () -> "still open");
    }
}
