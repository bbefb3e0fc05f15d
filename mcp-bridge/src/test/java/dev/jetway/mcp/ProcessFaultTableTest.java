package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.FaultTable.Breaker;
import dev.jetway.mcp.FaultTable.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller is told when a server that is a process misbehaves, and that nothing is left behind afterwards. */
class ProcessFaultTableTest {

    private static final int UNTIL_IT_OPENS = 5;
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** What a busy machine may take for things that take no time. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /**
     * One row.
     *
     * @param server what it does, as the end of a sentence
     * @param habit what that is called there
     * @param othersWork whether its other tools can still be called
     */
    record Fault(String server, String habit, ToolResult sees, When when, Breaker breaker, boolean othersWork) {

        boolean starts() {
            return habit.startsWith("book=");
        }

        @Override
        public String toString() {
            return server;
        }
    }

    static List<Fault> faults() {
        return List.of(
                new Fault(
                        "dies in the middle of a call",
                        "book=die",
                        unusable("its process ended with exit code 7: I give up"),
                        When.AT_ONCE,
                        Breaker.COUNTS_AND_LETS_TRY,
                        true),
                new Fault(
                        "dies at every start (a crash loop)",
                        "dies-at-start",
                        new Unavailable(
                                "it cannot be reached at the moment: its process ended with exit code 3:"
                                        + " cannot find my native part",
                                false),
                        When.AT_ONCE,
                        Breaker.STAYS_CLOSED,
                        false),
                late("does not answer a call", "book=hang", true),
                late("hangs, and reads nothing any more", "book=stall", false),
                new Fault(
                        "closes its standard output",
                        "book=mute",
                        unusable("its process ended with exit code 0: it closed its standard output"),
                        When.AT_ONCE,
                        Breaker.COUNTS_AND_LETS_TRY,
                        true),
                late("answers a call that nobody made", "book=stranger", true),
                late("answers 50 MB on one line", "book=flood", true),
                new Fault(
                        "answers 1 MB",
                        "book=megabyte",
                        unusable("its answer was too large"),
                        When.AT_ONCE,
                        Breaker.COUNTS,
                        true),
                new Fault(
                        "prints noise on its standard output",
                        "book=noise",
                        FaultTable.BOOKED,
                        When.AT_ONCE,
                        Breaker.STAYS_CLOSED,
                        true));
    }

    private static Fault late(String does, String habit, boolean othersWork) {
        return new Fault(
                does,
                habit,
                new Unavailable("it.book did not answer within 3 s", true),
                When.AT_TIME_OUT,
                Breaker.COUNTS,
                othersWork);
    }

    private static Unavailable unusable(String how) {
        return new Unavailable("it.book gave no usable answer: " + how, true);
    }

    @ParameterizedTest(name = "a process that {0}")
    @MethodSource("faults")
    void isReportedInTimeAndLeavesNothingBehind(Fault fault) {
        Footprint before = Footprint.now();
        Duration callTimeout = fault.when() == When.AT_TIME_OUT ? SHORT : LONG;
        String settings = """
                poll = 1h, call-timeout = %d s, reconnect { min = 50ms, max = 200ms }
                breaker { failures = %d, window = %d, slow-call = 1h }""".formatted(callTimeout.toSeconds(), UNTIL_IT_OPENS, UNTIL_IT_OPENS);
        try (TestBridge bridge = TestBridge.with(ProcessServersTest.configuration(settings, fault.habit()))) {
            assertThat(bridge.call("echo", "{}") instanceof Ok).isEqualTo(fault.starts());

            isSeenInTime(fault, bridge, callTimeout);
            isCountedOrNot(fault, bridge);

            bridge.eventually(
                    "nothing runs, waits, is pending or is read",
                    () -> bridge.status().running() + bridge.status().waiting() == 0
                            && bridge.status().outstanding() == 0
                            && bridge.status().openResponses() == 0);
        }
        Patience.await(
                "no thread and no process is left", () -> before.leftNow().isEmpty(), before::leftNow);
    }

    private static void isSeenInTime(Fault fault, TestBridge bridge, Duration callTimeout) {
        Optional<Long> life = process();
        long began = System.nanoTime();
        assertThat(bridge.commit("book", "{}")).isEqualTo(fault.sees());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(fault.when() == When.AT_TIME_OUT ? callTimeout.plus(MARGIN) : callTimeout);
        if (fault.breaker() == Breaker.COUNTS_AND_LETS_TRY) {
            isBack(bridge, life);
        }
        if (fault.othersWork()) { // once what it said too much has been read
            bridge.eventually("its other tools work", () -> bridge.call("echo", "{}") instanceof Ok);
        } else {
            assertThat(bridge.call("echo", "{}")).isNotInstanceOf(Ok.class);
        }
    }

    /** Five failures in a row open the breaker of these tests. */
    private static void isCountedOrNot(Fault fault, TestBridge bridge) {
        switch (fault.breaker()) {
            case STAYS_CLOSED -> {
                assertThat(bridge.commitsAtOnce(UNTIL_IT_OPENS)).containsOnly(fault.sees());
                assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            }
            case COUNTS -> {
                assertThat(bridge.commitsAtOnce(UNTIL_IT_OPENS)).containsOnly(fault.sees());
                assertThat(bridge.status().breaker()).isEqualTo("OPEN");
            }
            case COUNTS_AND_LETS_TRY -> {
                for (int i = 0; i < UNTIL_IT_OPENS; i++) {
                    Optional<Long> life = process();
                    assertThat(bridge.commit("book", "{}")).isEqualTo(fault.sees());
                    isBack(bridge, life);
                }
                assertThat(bridge.status().breaks().opened()).isEqualTo(1);
                bridge.eventually("it may try", () -> bridge.status().breaker().equals("HALF_OPEN"));
            }
            case HEARS_NOTHING -> throw new AssertionError("No row says so");
        }
    }

    /** The process the server is at the moment; a shell beside it is none. */
    private static Optional<Long> process() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .map(ProcessHandle::pid)
                .findAny();
    }

    private static void isBack(TestBridge bridge, Optional<Long> lifeBefore) {
        bridge.eventually(
                "it is back",
                () -> process().isPresent()
                        && !process().equals(lifeBefore)
                        && bridge.status().connected());
    }

    @Test
    void theTableOfTheReadmeIsThisOne() throws Exception {
        List<String> rows = faults().stream()
                .map(fault -> FaultTable.row(fault.server(), fault.sees(), fault.when(), fault.breaker()))
                .toList();
        assertThat(Files.readString(Path.of("README.md"))).contains(String.join("\n", rows));
    }
}
