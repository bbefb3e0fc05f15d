package dev.jetway.agents.planning.model;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A model that answers what it was given, one after the other. */
public final class Answers implements ChatModel {

    /** Everything it was asked. */
    public final List<ChatRequest> asked = new ArrayList<>();

    public int canceled;

    private interface Answer {
        CompletionStage<ChatReply> to(Consumer<String> text);
    }

    private final Deque<Answer> answers = new ArrayDeque<>();

    public Answers says(String... pieces) {
        return ends(ChatReply.Finish.COMPLETE, pieces);
    }

    public Answers ends(ChatReply.Finish finish, String... pieces) {
        answers.add(text -> {
            for (var piece : pieces) {
                text.accept(piece);
            }
            return CompletableFuture.completedFuture(
                    new ChatReply("test", String.join("", pieces), List.of(), finish, new TokenUse(100, 20, 30)));
        });
        return this;
    }

    public Answers fails(ModelException.Kind kind, String... pieces) {
        answers.add(text -> {
            for (var piece : pieces) {
                text.accept(piece);
            }
            return CompletableFuture.failedFuture(new ModelException(kind, "test is out of order"));
        });
        return this;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public ChatCall ask(ChatRequest request, Consumer<String> text) {
        asked.add(request);
        var reply = answers.remove().to(text);
        return new ChatCall() {
            @Override
            public CompletionStage<ChatReply> reply() {
                return reply;
            }

            @Override
            public void cancel() {
                canceled++;
            }
        };
    }
}
