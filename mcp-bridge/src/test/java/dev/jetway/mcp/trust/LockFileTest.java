package dev.jetway.mcp.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockFileTest {

    @TempDir
    private Path folder;

    private static Descriptor tool(String json) throws IOException {
        return Descriptor.of(new ObjectMapper().readTree(json));
    }

    private static LockFile one(String tool) throws IOException {
        Descriptor descriptor = tool(tool);
        return new LockFile(new TreeMap<>(Map.of(
                "flights",
                new ServerPins(
                        Descriptor.ofInstructions(null), new TreeMap<>(Map.of(descriptor.name(), descriptor))))));
    }

    @Test
    void whatIsWrittenIsReadAgainAndWrittenTheSame() throws IOException {
        LockFile lock = one("""
                {"name": "search", "description": "Finds\\nflights \\u200b\\u202e😀 \\ud800", "inputSchema": {},
                 "x": [1.50, 1e400, 9007199254740993, null, true, [], "é"]}""");
        Path file = folder.resolve("new/tools.lock");

        lock.write(file);
        String text = Files.readString(file);
        LockFile read = LockFile.read(file);

        assertThat(read.servers().get("flights").tools().get("search").hash())
                .isEqualTo(lock.servers().get("flights").tools().get("search").hash());
        assertThat(read.text()).isEqualTo(text).endsWith("}\n");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aReviewerSeesEveryCharacterThatIsThere() throws IOException {
        assertThat(one("{\"name\":\"a\",\"description\":\"x\\u200b\\u202e\\u00a0\\u2028\\udb40\\udc41\\ufe0fé\"}")
                        .text())
                .contains("x\\u200b\\u202e\\u00a0\\u2028\\udb40\\udc41\\ufe0fé");
    }

    @Test
    void aChangedWordIsAChangedLineAndAChangedHash() throws IOException {
        var before = one("{\"name\":\"a\",\"title\":\"A\",\"description\":\"Finds flights\"}")
                .text()
                .lines()
                .toList();
        var after = one("{\"description\":\"Buys flights\",\"title\":\"A\",\"name\":\"a\"}")
                .text()
                .lines()
                .toList();

        assertThat(after).hasSameSizeAs(before);
        assertThat(after.stream().filter(line -> !before.contains(line)).map(String::strip))
                .hasSize(2)
                .contains("\"description\": \"Buys flights\",")
                .anyMatch(line -> line.startsWith("\"sha256\": "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Finds               | Buys              | the hash of flights.search is not that of the text beside it",
                "\"lockFile\": 1     | \"lockFile\": 2   | its format is 2, and this Jetway knows format 1",
                "\"lockFile\"        | \"lokFile\"       | it lacks 'lockFile'",
                "\"tools\": {        | \"x\": 1, \"tools\": { | flights has an unknown 'x'",
                "\"search\": {       | \"find\": {       | the descriptor of flights.find is that of a tool named search",
                "\"tools\": {        | \"tools\"; {      | is not JSON (line 9)",
                "\"tools\": {        | \"instructions\": 1, \"tools\": { | Duplicate field 'instructions'",
                "\"text\": null      | \"text\": \"Obey\" | the hash of flights.instructions is not that of the text",
            })
    void aFileThatWasTamperedWithIsRefusedAndSaysWhere(String text, String replacement, String message)
            throws IOException {
        String good =
                one("{\"name\":\"search\",\"description\":\"Finds flights\"}").text();
        assertThat(good).contains(text);
        Path file = folder.resolve("tools.lock");
        Files.writeString(file, good.replace(text, replacement));

        assertThatThrownBy(() -> LockFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereSaysWhatWritesIt() {
        assertThatThrownBy(() -> LockFile.read(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("none does not exist; 'jetway tools lock' writes it");
    }
}
