package dev.jetway.agents.testing;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.model.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A model for a test: answers as scripted, each answer once, and remembers what it was asked.
 *
 * <p>Of the answers that fit a request, the first is given, before {@link #ask} returns; those that are for certain
 * requests come before those for any. A request that no answer fits throws an {@link AssertionError}. Safe for many
 * threads.
 *
 * <pre>{@code
 * var model = new ScriptedModel("writer")
 *     .says("The flight ", "leaves at 9.")
 *     .whenAsked("Tokyo").calls(new ToolCall("c1", "weather", "{}"))
 *     .fails(Kind.RATE_LIMITED);
 * }</pre>
 */
public final class ScriptedModel implements ChatModel {

    private final String name;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<ChatRequest> requests = new ArrayList<>();
    private int canceled;

    /** @param outcome completes the reply, or does not */
    private record Answer(When when, List<String> pieces, Consumer<Call> outcome) {}

    private final class Call implements ChatCall {
        private final CompletableFuture<ChatReply> reply = new CompletableFuture<>();

        @Override
        public CompletionStage<ChatReply> reply() {
            return reply;
        }

        @Override
        public void cancel() {
            if (reply.completeExceptionally(failure(Kind.CANCELED))) {
                synchronized (ScriptedModel.this) {
                    canceled++;
                }
            }
        }
    }

    public ScriptedModel(String name) {
        this.name = name;
    }

    /** The next answer is for a request in whose messages this text occurs, not for any. */
    public When whenAsked(String text) {
        return new When(text);
    }

    /** Says this, piece by piece. */
    public ScriptedModel says(String... pieces) {
        return any().says(pieces);
    }

    /** Wants these calls, without a word. */
    public ScriptedModel calls(ToolCall... calls) {
        return any().calls(calls);
    }

    /** Says this, and stops for another reason than that everything is said. */
    public ScriptedModel stops(Finish why, String... pieces) {
        return any().stops(why, pieces);
    }

    /** Fails, having said some pieces already or none. */
    public ScriptedModel fails(Kind why, String... pieces) {
        return any().fails(why, pieces);
    }

    /** Never answers: the reply fails when the request is given up. Deadlines are not kept, as there is no clock. */
    public ScriptedModel hangs(String... pieces) {
        return any().hangs(pieces);
    }

    private When any() {
        return new When("");
    }

    /** What a request is answered with. */
    public final class When {
        private final String text;

        private When(String text) {
            this.text = text;
        }

        private boolean fits(ChatRequest request) {
            return request.messages().toString().contains(text);
        }

        private int generality() {
            return text.isEmpty() ? 1 : 0;
        }

        public ScriptedModel says(String... pieces) {
            return stops(Finish.COMPLETE, pieces);
        }

        public ScriptedModel calls(ToolCall... calls) {
            return replies(new ChatReply(name, "", List.of(calls), Finish.CALLS, TokenUse.NONE));
        }

        public ScriptedModel stops(Finish why, String... pieces) {
            return with(List.of(pieces), new ChatReply(name, String.join("", pieces), List.of(), why, TokenUse.NONE));
        }

        /** Gives exactly this reply, its text in one piece. */
        public ScriptedModel replies(ChatReply reply) {
            return with(reply.text().isEmpty() ? List.of() : List.of(reply.text()), reply);
        }

        public ScriptedModel fails(Kind why, String... pieces) {
            return add(new Answer(this, List.of(pieces), call -> call.reply.completeExceptionally(failure(why))));
        }

        public ScriptedModel hangs(String... pieces) {
            return add(new Answer(this, List.of(pieces), call -> {}));
        }

        private ScriptedModel with(List<String> pieces, ChatReply reply) {
            return add(new Answer(this, pieces, call -> call.reply.complete(reply)));
        }
    }

    private synchronized ScriptedModel add(Answer answer) {
        answers.add(answer);
        return this;
    }

    private ModelException failure(Kind why) {
        return new ModelException(why, "%s is scripted to be %s".formatted(name, why));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChatCall ask(ChatRequest request, Consumer<String> text) {
        var answer = next(request);
        var call = new Call();
        answer.pieces().forEach(text);
        answer.outcome().accept(call);
        return call;
    }

    private synchronized Answer next(ChatRequest request) {
        requests.add(request);
        var fitting = answers.stream()
                .filter(answer -> answer.when().fits(request))
                .min(Comparator.comparing(answer -> answer.when().generality()));
        if (fitting.isPresent()) {
            answers.remove(fitting.get());
            return fitting.get();
        }
        throw new AssertionError("%s has no answer to %s; %d are left"
                .formatted(
                        name,
                        request.messages().stream().map(Object::toString).collect(Collectors.joining(" / ")),
                        answers.size()));
    }

    /** Every request so far, in order. */
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many requests were given up before their reply. */
    public synchronized int canceled() {
        return canceled;
    }

    /** Throws an {@link AssertionError} when an answer was not asked for. */
    public synchronized void verify() {
        if (!answers.isEmpty()) {
            throw new AssertionError("%s was not asked for %d answers".formatted(name, answers.size()));
        }
    }
}
