package dev.jetway.runtime.model;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.mcp.asked.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets tool servers have text written by a chat model, which is given what they send and nothing else. */
public final class SamplingModel implements TextModel {

    private static final double TEMPERATURE = 0.2;

    private final ChatModel model;

    public SamplingModel(ChatModel model) {
        this.model = model;
    }

    @Override
    public CompletionStage<Written> write(Prompt prompt) {
        var messages = new ArrayList<ChatMessage>();
        if (!prompt.instructions().isBlank()) {
            messages.add(new ChatMessage.Instructions(prompt.instructions()));
        }
        for (var turn : prompt.turns()) {
            messages.add(
                    turn.byModel() ? new ChatMessage.Said(turn.text(), List.of()) : new ChatMessage.Asked(turn.text()));
        }
        var request = new ChatRequest(
                messages, List.of(), Optional.empty(), prompt.maxTokens(), TEMPERATURE, prompt.deadline());
        var stop = new Stop(prompt.stopAt());
        var call = model.ask(request, stop::read);
        return stop.whenReached(call, model.name());
    }

    /**
     * Ends a text before the first of some words, and then needs the model no more: requests to models know no such
     * words, since not every maker does.
     */
    private static final class Stop {

        private final List<String> words;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> reached = new CompletableFuture<>();

        private Stop(List<String> words) {
            this.words = words.stream().filter(word -> !word.isEmpty()).toList();
        }

        private void read(String piece) {
            if (reached.isDone() || words.isEmpty()) {
                return;
            }
            int from = text.length();
            text.append(piece);
            int end = words.stream()
                    .mapToInt(word -> text.indexOf(word, Math.max(0, from - word.length() + 1)))
                    .filter(at -> at >= 0)
                    .min()
                    .orElse(-1);
            if (end >= 0) {
                reached.complete(text.substring(0, end));
            }
        }

        private CompletionStage<Written> whenReached(ChatCall call, String name) {
            var written = new CompletableFuture<Written>();
            call.reply().whenComplete((reply, error) -> {
                if (error != null) {
                    written.completeExceptionally(error);
                } else if (!reached.isDone()) {
                    written.complete(whole(reply));
                }
            });
            reached.thenAccept(shortened -> {
                written.complete(new Written(name, shortened, false));
                call.cancel();
            });
            return written;
        }

        private static Written whole(ChatReply reply) {
            return new Written(reply.model(), reply.text(), reply.finish() == Finish.LENGTH);
        }
    }
}
