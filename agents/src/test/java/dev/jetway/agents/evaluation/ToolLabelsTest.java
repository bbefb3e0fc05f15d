package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.planning.intent.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolLabelsTest {

    private static final Path OURS = Path.of("evaluation", "sgd", "tools.json");

    @TempDir
    Path folder;

    @Test
    void theToolsOfTheProjectAreEachAskedForInWordsOfTheirOwn() {
        var tools = ToolLabels.read(OURS);

        assertThat(tools.tools()).hasSize(26);
        assertThat(tools.byIntent().get("Hotels_4/SearchHotel")).isEqualTo("hotels.search");
        var examples = tools.labels().stream()
                .flatMap(label -> label.examples().stream())
                .toList();
        assertThat(new HashSet<>(examples)).hasSameSizeAs(examples);
        var ids = tools.tools().stream().map(ToolLabels.Tool::id).toList();
        assertThat(tools.tools()).allSatisfy(tool -> assertThat(ids).containsAll(tool.after()));
    }

    @Test
    void keywordsAreTheShortestExamples() throws IOException {
        var tools = ToolLabels.read(write("""
                {"tools": [{"id": "a", "intents": ["S/I"], "keywords": ["bus"], "examples": ["a bus, please"]}]}
                """));

        assertThat(tools.labels()).containsExactly(Label.within("a", List.of("a bus, please", "bus")));
        assertThat(tools.examples()).isEqualTo(1);
    }

    @Test
    void aToolNeedsExamples() {
        assertThatThrownBy(() -> ToolLabels.read(write("{\"tools\": [{\"id\": \"a\"}]}")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("tools.json: a has no examples");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("tools.json"), json);
    }
}
