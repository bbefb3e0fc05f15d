package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client sends: the answer is the one the document has, word for word; nobody else notices, nobody is told
 * what belongs to somebody else, nothing is logged, and nothing is left behind.
 */
class HostileInputsTest {

    private static final Path DOCUMENT = Path.of("docs", "hostile-clients.md");
    private static final Town TOWN = new Town("hostile-inputs", """
            jetway.gateway.commands.per = 1h
            jetway.gateway.keep-alive = 4s
            akka.http.server.idle-timeout = 12s
            """);
    private static Vera vera;

    @BeforeAll
    static void somebodyIsThere() throws IOException {
        vera = new Vera(TOWN);
    }

    @AfterAll
    static void stop() throws IOException {
        vera.close();
        TOWN.close();
    }

    /** By the headings of the document. */
    private static Map<String, List<HostileInput>> tables() {
        var tables = new LinkedHashMap<String, List<HostileInput>>();
        tables.put("Requests", HttpInputs.requests());
        tables.put("Upgrades", HttpInputs.upgrades());
        tables.put("Bytes on the WebSocket", SocketInputs.rows());
        tables.put("JSON", FrameInputs.json());
        tables.put("Fields", FrameInputs.fields());
        tables.put("Order", SequenceInputs.order());
        tables.put("Replayed", SequenceInputs.replayed());
        tables.put("Forged", SequenceInputs.forged());
        tables.put("Floods", SequenceInputs.floods());
        return tables;
    }

    static List<HostileInput> inputs() {
        return tables().values().stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void isAnsweredAsTheDocumentSaysAndHurtsNobody(HostileInput input) throws IOException {
        var traveler = TOWN.somebody();

        var answer = input.attack().on(TOWN, traveler);

        assertThat("| %s | %s |".formatted(input.what(), answer)).isIn(documented());
        assertThat(TOWN.conversations().heardOf("dev:" + traveler))
                .as("something reached a conversation")
                .isEqualTo(input.reaches());
        vera.noticesNothing();
        TOWN.awaitConnections(1);
        TOWN.assertQuiet();
    }

    @Test
    void theDocumentHasTheseRowsAndNoOthers() throws IOException {
        var rows = new ArrayList<String>();
        tables().forEach((heading, inputs) -> {
            rows.add("## " + heading);
            inputs.forEach(input -> rows.add(input.what()));
        });
        assertThat(Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.startsWith("## ")
                                || (line.startsWith("| ") && !line.equals("| a client sends | it gets |")))
                        .map(line -> line.startsWith("## ") ? line : line.substring(2, line.indexOf(" | ", 2)))
                        .filter(line -> !line.startsWith("## ") || tables().containsKey(line.substring(3))))
                .containsExactlyElementsOf(rows);
        assertThat(inputs()).extracting(HostileInput::what).doesNotHaveDuplicates();
    }

    private static List<String> documented() throws IOException {
        return Files.readAllLines(DOCUMENT);
    }
}
