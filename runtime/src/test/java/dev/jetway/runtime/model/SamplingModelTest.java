package dev.jetway.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.testing.ScriptedModel;
import dev.jetway.mcp.asked.TextModel.Prompt;
import dev.jetway.mcp.asked.TextModel.Turn;
import dev.jetway.mcp.asked.TextModel.Written;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SamplingModelTest {

    private static final Instant DEADLINE = Instant.parse("2026-11-21T09:00:00Z");

    private final ScriptedModel model = new ScriptedModel("writer");
    private final SamplingModel sampling = new SamplingModel(model);

    private static Prompt prompt(String... stopAt) {
        var turns = List.of(new Turn(false, "A haiku"), new Turn(true, "Which town?"), new Turn(false, "Lisbon"));
        return new Prompt("guides.haiku", "Be brief.", turns, 70, List.of(stopAt), DEADLINE);
    }

    private static Written written(CompletionStage<Written> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void theModelIsGivenWhatTheServerSentAndNothingElse() {
        model.says("Seven hills, ", "one tram");

        assertThat(written(sampling.write(prompt()))).isEqualTo(new Written("writer", "Seven hills, one tram", false));

        var request = model.requests().get(0);
        assertThat(request.messages())
                .containsExactly(
                        new Instructions("Be brief."),
                        new Asked("A haiku"),
                        new Said("Which town?", List.of()),
                        new Asked("Lisbon"));
        assertThat(request.tools()).isEmpty();
        assertThat(request.maxTokens()).isEqualTo(70);
        assertThat(request.deadline()).isEqualTo(DEADLINE);
    }

    @Test
    void theTextEndsBeforeTheFirstOfTheServersWordsAndTheModelIsGivenUp() {
        model.hangs("Seven hi", "lls, one tram");

        assertThat(written(sampling.write(prompt("tram", "hills")))).isEqualTo(new Written("writer", "Seven ", false));
        assertThat(model.canceled()).isEqualTo(1);
    }

    @Test
    void whatIsCutAndWhatFailsIsToldAsSuch() {
        model.stops(Finish.LENGTH, "Seven").fails(Kind.UNAVAILABLE);

        assertThat(written(sampling.write(prompt("tram"))).cut()).isTrue();
        assertThatThrownBy(() -> written(sampling.write(prompt()))).cause().isInstanceOf(ModelException.class);
    }
}
