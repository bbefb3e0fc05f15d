package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.npm.JetwayClient;
import dev.jetway.runtime.npm.Npm;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The TypeScript client on Node.js, alone and under AG-UI's own client, against a gateway. */
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class JetwayClientOnNodeTest {

    private static final int KILLS = 200;
    private static final long PATIENCE_SECONDS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PATIENT = """
            jetway.gateway { commands.limit = 100000, max-subscriptions = 2000 }
            """;

    private static final ActorTestKit KIT = Gateways.kit();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @CsvSource({"@ag-ui/client, agent-1.0.0.ts", "@ag-ui/client-0.0.59, agent-0.0.59.ts"})
    void anAgUiClientWhoseSocketIsKilledAgainAndAgainMissesNothing(String library, String file) throws IOException {
        var port = Gateways.bind(Gateways.routes(KIT, new StreamingConversations(KIT, Duration.ofMillis(2)), PATIENT));
        var seed = System.nanoTime() % 1_000_000;
        System.out.printf("Sockets of %s are killed with seed %d%n", library, seed);
        JetwayClient.installed();
        JetwayClient.example("jetway-agent.ts", "@ag-ui/client", library, file);

        var report = run("killed.mjs", port, "./" + file, KILLS, seed);

        assertThat(report.path("kills").asInt()).isGreaterThanOrEqualTo(KILLS);
        assertThat(report.path("threads"))
                .hasSize(4)
                .allSatisfy(thread -> assertThat(thread.path("turns").asInt()).isPositive());
    }

    @ParameterizedTest
    @CsvSource({"@ag-ui/client, agent-1.0.0.ts", "@ag-ui/client-0.0.59, agent-0.0.59.ts"})
    void anAgUiClientSearchesBooksAndStopsOverTheWebSocket(String library, String file) throws IOException {
        var port = Gateways.bind(Gateways.routes(KIT, new StagedConversations(KIT, Duration.ofMillis(50)), PATIENT));
        JetwayClient.installed();
        JetwayClient.example("jetway-agent.ts", "@ag-ui/client", library, file);

        var report = run("conversation.mjs", port, "./" + file);

        assertThat(report.path("messages").asInt()).isPositive();
    }

    @Test
    void theClientKeepsItsHalfOfTheProtocol() throws IOException {
        JetwayClient.installed();

        var output = JetwayClient.run(Npm.node("client/behaviour.mjs"), PATIENCE_SECONDS);

        assertThat(output.exitValue()).as(String.join("\n", output.lines())).isZero();
        assertThat(output.lines()).contains("# pass 25", "# fail 0");
    }

    private static JsonNode run(String script, Object... arguments) throws IOException {
        var texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        var output = JetwayClient.run(Npm.node("client/" + script, texts), PATIENCE_SECONDS);
        assertThat(output.exitValue()).as(String.join("\n", output.lines())).isZero();
        System.out.println(output.lines().get(output.lines().size() - 1));
        return JSON.readTree(output.lines().get(output.lines().size() - 1));
    }
}
