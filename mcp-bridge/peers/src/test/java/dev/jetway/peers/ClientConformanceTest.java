package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge as a client, before the conformance suite's servers. */
class ClientConformanceTest {

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
                        System.getProperty("java.class.path"),
                        ConformanceClient.class.getName()));
        client = Path.of(System.getProperty("java.home"), "bin", "java") + " @" + arguments;
    }

    private static ConformanceSuite.Outcome run(String scenario, String... more) throws IOException {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("client", "--command", client, "--scenario", scenario, "--timeout", "120000"));
        arguments.addAll(List.of(more));
        return ConformanceSuite.check(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry"})
    void theBridgeConforms(String scenario) throws IOException {
        ConformanceSuite.Outcome outcome = run(scenario);
        String all = outcome.run().output();
        assertThat(outcome.withStatus("FAILURE")).as(all).isEmpty();
        assertThat(outcome.withStatus("SUCCESS")).as(all).isNotEmpty();
        assertThat(all).doesNotContain("Client exited with code", "Client timed out");
    }

    @Test
    void list() throws IOException {
        System.out.println(ConformanceSuite.scenarios("--client"));
    }
}
