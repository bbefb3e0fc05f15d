package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.FaultTable.Fault;
import dev.jetway.mcp.FaultTable.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller is told when a server misbehaves, and that nothing is left behind afterwards. */
class FaultTableTest {

    private static final ToolResult FINE = new ToolResult.Ok(TestBridge.json("{}"));
    private static final int UNTIL_IT_OPENS = 5;

    /** Short where a call is to time out, and never reached where it is not. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(15);

    /** What a busy machine may take for things that take no time. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    static List<Fault> faults() {
        return FaultTable.rows();
    }

    @ParameterizedTest(name = "a server that {0}")
    @MethodSource("faults")
    void isReportedInTimeAndLeavesNothingBehind(Fault fault) throws Exception {
        Footprint before = Footprint.now();
        try (ScriptedServer server = new ScriptedServer()
                .withSessions()
                .withPagesOf(1_000)
                .tool("fine", (request, reply) -> reply.structured(TestBridge.json("{}")))
                .tool("book", FaultTable.BOOK, fault.book())) {
            Duration callTimeout = fault.when() == When.AT_TIME_OUT ? SHORT : LONG;
            try (TestBridge bridge = TestBridge.before(
                    server.url(),
                    "poll = 1h, call-timeout = %d s, breaker { failures = %d, window = %d, slow-call = 1h }"
                            .formatted(callTimeout.toSeconds(), UNTIL_IT_OPENS, UNTIL_IT_OPENS))) {
                bridge.eventually("listening", () -> server.listeningStreams() == 1);
                assertThat(bridge.call("fine", "{}")).isEqualTo(FINE);
                Footprint healthy = Footprint.now();

                fault.before().run(server, bridge);
                isSeenInTime(fault, bridge, callTimeout);
                isCountedOrNot(fault, server, bridge);

                nothingIsPending(server, bridge, healthy);
                fault.after().run(server, bridge);
            }
            Patience.await(
                    "every socket is closed",
                    () -> server.openSockets() == 0 && Footprint.socketsTo(server.port()) == 0,
                    () -> "%d open at the server, %d here"
                            .formatted(server.openSockets(), Footprint.socketsTo(server.port())));
        }
        Patience.await(
                "no thread and no process is left", () -> before.leftNow().isEmpty(), before::leftNow);
    }

    private static void isSeenInTime(Fault fault, TestBridge bridge, Duration callTimeout) {
        long began = System.nanoTime();
        assertThat(bridge.commit("book", "{}")).isEqualTo(fault.sees());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(fault.when() == When.AT_TIME_OUT ? callTimeout.plus(MARGIN) : callTimeout);

        ToolResult other = bridge.call("fine", "{}");
        assertThat(other).isEqualTo(fault.othersWork() ? FINE : fault.sees());
    }

    /** Five failures in a row open the breaker of these tests. */
    private static void isCountedOrNot(Fault fault, ScriptedServer server, TestBridge bridge) {
        switch (fault.breaker()) {
            case STAYS_CLOSED -> {
                assertThat(bridge.commitsAtOnce(UNTIL_IT_OPENS)).containsOnly(fault.sees());
                assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
                assertThat(bridge.status().counts().failed()).isZero();
            }
            case HEARS_NOTHING -> {
                assertThat(bridge.commitsAtOnce(UNTIL_IT_OPENS)).containsOnly(fault.sees());
                assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
                assertThat(server.calls("book")).hasSize(1 + UNTIL_IT_OPENS);
            }
            case COUNTS -> {
                assertThat(bridge.commitsAtOnce(UNTIL_IT_OPENS)).containsOnly(fault.sees());
                assertThat(bridge.status().breaker()).isEqualTo("OPEN");
                assertThat(bridge.commit("book", "{}"))
                        .isEqualTo(new Unavailable(
                                "it is not called at the moment: too many of its last answers failed", false));
                assertThat(server.calls("book"))
                        .as("every call was sent once, and not the one that was refused")
                        .hasSize(1 + UNTIL_IT_OPENS);
            }
            case COUNTS_AND_LETS_TRY -> {
                for (int i = 0; i < UNTIL_IT_OPENS; i++) {
                    int lives = server.handshakes();
                    assertThat(bridge.commit("book", "{}")).isEqualTo(fault.sees());
                    bridge.eventually(
                            "it is back",
                            () -> server.handshakes() > lives && bridge.status().connected());
                }
                assertThat(bridge.status().breaks().opened()).isEqualTo(1);
                bridge.eventually("it may try", () -> bridge.status().breaker().equals("HALF_OPEN"));
            }
        }
    }

    private static void nothingIsPending(ScriptedServer server, TestBridge bridge, Footprint healthy) {
        bridge.eventually("no pending calls", () -> bridge.status().outstanding() == 0);
        bridge.eventually(
                "nothing runs or waits",
                () -> bridge.status().running() + bridge.status().waiting() == 0);
        bridge.eventually(
                "no response is read but that of the listening stream",
                () -> bridge.status().openResponses() == server.listeningStreams());
        bridge.eventually("the server works on nothing else", () -> server.working() == server.listeningStreams());
        assertThat(healthy.leftWhileRunning()).isEmpty();
    }

    @Test
    void theTableOfTheReadmeIsThisOne() throws Exception {
        assertThat(Files.readString(Path.of("README.md")))
                .contains(String.join(
                        "\n", FaultTable.rows().stream().map(Fault::asRow).toList()));
    }
}
