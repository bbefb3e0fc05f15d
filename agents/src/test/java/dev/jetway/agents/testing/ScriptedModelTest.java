package dev.jetway.agents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {

    private static ChatRequest asking(String text) {
        return ChatRequest.prose(List.of(new Asked(text)), 10, TestContext.NOW.plusSeconds(5));
    }

    private static ChatReply reply(ChatCall call) {
        return call.reply().toCompletableFuture().join();
    }

    private static Kind failure(ChatCall call) {
        try {
            throw new AssertionError("Expected a failure, not " + reply(call));
        } catch (CompletionException e) {
            return ((ModelException) e.getCause()).kind();
        }
    }

    @Test
    void itSaysWhatItWasToldToAndRemembersWhatItWasAsked() {
        var weather = new ToolCall("c1", "weather", "{}");
        var model = new ScriptedModel("writer")
                .says("Hello, ", "Ann")
                .whenAsked("rain")
                .calls(weather)
                .stops(Finish.LENGTH, "Once upon");
        var pieces = new ArrayList<String>();

        assertThat(reply(model.ask(asking("Will it rain?"))).calls()).containsExactly(weather);
        assertThat(reply(model.ask(asking("Hi"), pieces::add)))
                .isEqualTo(new ChatReply("writer", "Hello, Ann", List.of(), Finish.COMPLETE, TokenUse.NONE));
        assertThat(pieces).containsExactly("Hello, ", "Ann");
        assertThatThrownBy(model::verify).hasMessage("writer was not asked for 1 answers");
        assertThat(reply(model.ask(asking("A tale"))).finish()).isEqualTo(Finish.LENGTH);
        model.verify();
        assertThat(model.requests()).hasSize(3).contains(asking("Hi"));
        assertThatThrownBy(() -> model.ask(asking("More")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("More");
    }

    @Test
    void itFailsAndHangsAsModelsDo() {
        var model = new ScriptedModel("writer").fails(Kind.TIMED_OUT, "Hel").hangs("Hel");
        var pieces = new ArrayList<String>();

        assertThat(failure(model.ask(asking("Hi"), pieces::add))).isEqualTo(Kind.TIMED_OUT);
        var call = model.ask(asking("Hi"), pieces::add);
        assertThat(call.reply().toCompletableFuture()).isNotDone();
        call.cancel();
        call.cancel();

        assertThat(failure(call)).isEqualTo(Kind.CANCELED);
        assertThat(model.canceled()).isEqualTo(1);
        assertThat(pieces).containsExactly("Hel", "Hel");
    }
}
