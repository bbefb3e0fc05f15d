package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bridge as a client, before the servers of the conformance suite. */
class ClientConformanceTest {

    /** On a busy machine a client may come back later than the suite likes, which it calls acceptable. */
    private static final String LATE = "client-sse-retry-timing";

    private static String client;

    @BeforeAll
    static void writeTheClientsCommand() throws IOException {
        Path arguments = Path.of("target", "conformance-client.args").toAbsolutePath();
        Files.write(
                arguments,
                List.of(
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                        "-Dfile.encoding=UTF-8",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        '"' + System.getProperty("java.class.path") + '"',
                        ConformanceClient.class.getName()));
        client = Path.of(System.getProperty("java.home"), "bin", "java") + " @" + arguments;
    }

    static List<String> whatHasNoExcuse() throws IOException {
        List<String> scenarios = new ArrayList<>(ConformanceSuite.scenarios("--client"));
        scenarios.removeAll(whatIsExcused());
        assertThat(scenarios).contains("initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry");
        return scenarios;
    }

    static List<String> whatIsExcused() throws IOException {
        return ConformanceSuite.excused("client");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatHasNoExcuse")
    void theBridgeDoesWhatEveryClientShould(String scenario) throws IOException {
        ConformanceSuite.Outcome outcome = run(scenario);
        String all = outcome.run().output();
        assertThat(outcome.withStatus("SUCCESS")).as(all).isNotEmpty();
        assertThat(outcome.withStatus("FAILURE")).as(all).isEmpty();
        assertThat(outcome.withStatus("WARNING"))
                .as(all)
                .allMatch(check -> check.id().equals(LATE));
        assertThat(all).doesNotContain("CLIENT EXITED WITH ERROR", "CLIENT TIMED OUT");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsExcused")
    void whatTheBridgeIsExcusedFromStillFails(String scenario) throws IOException {
        ConformanceSuite.Outcome outcome = run(scenario, "--expected-failures", ConformanceSuite.BASELINE.toString());
        assertThat(outcome.run().exitCode()).as(outcome.run().output()).isZero();
        assertThat(outcome.run().output()).contains("~ " + scenario);
    }

    private static ConformanceSuite.Outcome run(String scenario, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("client", "--command", client, "--scenario", scenario, "--timeout", "120000"));
        arguments.addAll(List.of(more));
        return ConformanceSuite.check(arguments);
    }
}
