package dev.jetway.agents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Question;
import dev.jetway.agents.Tools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ScriptedToolsTest {

    private static ToolResult now(CompletionStage<ToolResult> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void resourcesAndPromptsAreScriptedAsCallsAre() {
        var tools = new ScriptedTools()
                .expectRead("guides", "guide://lisbon")
                .answers("{\"contents\": []}")
                .expectPrompt("guides", "packing", Map.of("city", "Lisbon"))
                .refuses("No such prompt")
                .expectSuggestions("guides", "packing", "city", "Li")
                .isUnavailable("down");

        assertThat(now(tools.suggestions("guides", "packing", "city", "Li")))
                .isEqualTo(new ToolResult.Unavailable("down", false));
        assertThat(now(tools.prompt("guides", "packing", Map.of("city", "Lisbon"))))
                .isEqualTo(new ToolResult.ToolError("No such prompt"));
        assertThatThrownBy(() -> tools.read("guides", "guide://porto"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("guides.resource:guide://porto");
        assertThatThrownBy(tools::verify).hasMessageContaining("guides.resource:guide://lisbon");
        assertThat(now(tools.read("guides", "guide://lisbon"))).isInstanceOf(ToolResult.Ok.class);
        tools.verify();
    }

    @Test
    void aToolMayAskTheTravelerBeforeItRefuses() {
        var question = new Question(
                "Which seat?",
                List.of(
                        new Question.Field("seat", "Seat", true, List.of("window", "aisle")),
                        new Question.Field("row", "Row", false, List.of())));
        var tools = new ScriptedTools().expect("air.seat").asks(question);

        assertThat(now(tools.call("air.seat", JsonNodeFactory.instance.objectNode())))
                .isEqualTo(new ToolResult.ToolError("Which seat? (Seat: window or aisle; Row)", Optional.of(question)));
        assertThat(new Question("Sure?", List.of()).sentence()).isEqualTo("Sure?");
    }

    @Test
    void toolsThatAreNothingButToolsReadNothing() {
        Tools plain = (tool, arguments) -> CompletableFuture.failedStage(new AssertionError("not called"));
        assertThat(now(plain.read("guides", "guide://lisbon")))
                .isEqualTo(new ToolResult.Unavailable(
                        "guides.resource:guide://lisbon can't be read here: only tools can be called", false));
        assertThat(now(plain.prompt("guides", "packing", Map.of()))).isInstanceOf(ToolResult.Unavailable.class);
        assertThat(now(plain.suggestions("guides", "packing", "city", ""))).isInstanceOf(ToolResult.Unavailable.class);
    }
}
