package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.mcp.asked.TextModel.Prompt;
import dev.jetway.mcp.asked.TextModel.Turn;
import dev.jetway.mcp.asked.TextModel.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Texts for tool servers: their own words go to the model, and nothing else. */
public final class SampledText {

    private SampledText() {}

    public static CompletionStage<Written> write(ChatModel model, Prompt prompt) {
        var messages = new ArrayList<ChatMessage>();
        if (!prompt.instructions().isEmpty()) {
            messages.add(new Instructions(prompt.instructions()));
        }
        prompt.turns().forEach(turn -> messages.add(message(turn)));
        return model.ask(ChatRequest.prose(messages, prompt.maxTokens(), prompt.deadline()))
                .reply()
                .thenApply(reply -> written(reply, prompt.stopAt()));
    }

    private static ChatMessage message(Turn turn) {
        return turn.byModel() ? new Said(turn.text(), List.of()) : new Asked(turn.text());
    }

    /** Makers take their own numbers of texts to stop at, some none: all of them are looked for here. */
    private static Written written(ChatReply reply, List<String> stopAt) {
        var text = reply.text();
        int end = stopAt.stream()
                .filter(stop -> !stop.isEmpty())
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return new Written(
                reply.model(), text.substring(0, end), end == text.length() && reply.finish() == Finish.LENGTH);
    }
}
