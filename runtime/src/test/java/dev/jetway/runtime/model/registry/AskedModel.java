package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A model that answers when a test says so. For one thread. */
final class AskedModel implements ChatModel {

    final class Call implements ChatCall {
        private final CompletableFuture<ChatReply> reply = new CompletableFuture<>();
        private final Consumer<String> text;
        private final StringBuilder said = new StringBuilder();
        boolean canceled;

        private Call(Consumer<String> text) {
            this.text = text;
        }

        Call says(String piece) {
            said.append(piece);
            text.accept(piece);
            return this;
        }

        void ends(TokenUse use) {
            reply.complete(new ChatReply(name, said.toString(), List.of(), Finish.COMPLETE, use));
        }

        void fails(Kind kind) {
            reply.completeExceptionally(new ModelException(kind, name + " fails"));
        }

        void failsFor(Kind kind, Duration retryAfter) {
            reply.completeExceptionally(new ModelException(kind, name + " fails", retryAfter));
        }

        @Override
        public CompletionStage<ChatReply> reply() {
            return reply;
        }

        @Override
        public void cancel() {
            canceled = true;
            fails(Kind.CANCELED);
        }
    }

    private final String name;
    final List<Call> calls = new ArrayList<>();

    AskedModel(String name) {
        this.name = name;
    }

    Call last() {
        return calls.get(calls.size() - 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChatCall ask(ChatRequest request, Consumer<String> text) {
        var call = new Call(text);
        calls.add(call);
        return call;
    }
}
