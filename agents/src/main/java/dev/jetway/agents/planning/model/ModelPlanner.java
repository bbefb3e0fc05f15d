package dev.jetway.agents.planning.model;

import dev.jetway.agents.AgentCard;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.InvalidPlanException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Has a language model plan. The model sees what the agents of this node offer, what the traveler said, and of earlier
 * results only their structure: no word that a tool wrote reaches it. Its answer is checked by {@link PlanCheck}; one
 * that does not pass goes back to it once, with what is wrong. When that does not help either, or the model does not
 * answer in time, another planner has the turn, and the traveler is told.
 *
 * <p>Safe for many threads; never blocks. The stage fails only when the other planner's does.
 */
public final class ModelPlanner implements Planner {

    /** What a plan of the other planner says of itself. */
    static final String WITHOUT_MODEL =
            "I planned this without the language model, so I may have missed a finer point of what you asked for.";

    private static final String ANSWERED_WITHOUT_MODEL =
            "(I read this without the language model just now; other words may help.)";

    private final ChatModel model;
    private final Planner fallback;
    private final Prompt prompt;
    private final PlanCheck check;
    private final ModelPlanning settings;
    private final InstantSource clock;
    private final Consumer<String> troubles;

    /**
     * @param fallback plans when the model does not, and is asked what it thinks before anything is booked
     * @param cards of all agents whose skills may be planned
     * @param clock for how long the model may take; what day it is says the request
     * @param troubles told in one line, which may quote a few words of the model's, why a turn was planned by the other
     *     planner; must not block
     */
    public ModelPlanner(
            ChatModel model,
            Planner fallback,
            Collection<AgentCard> cards,
            SchemaCheck schemas,
            ModelPlanning settings,
            InstantSource clock,
            Consumer<String> troubles) {
        this.model = model;
        this.fallback = fallback;
        this.prompt = new Prompt(cards, settings.promptTokens());
        this.check = new PlanCheck(cards, schemas, fallback);
        this.settings = settings;
        this.clock = clock;
        this.troubles = troubles;
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        if (request.text().isBlank()) {
            return fallback.plan(request);
        }
        return new Attempt(request).begin();
    }

    /** One message on its way to a plan. */
    private final class Attempt {
        private final PlanningRequest request;
        private final List<ChatMessage> messages;
        private final Instant deadline;
        private TokenUse used = TokenUse.NONE;

        Attempt(PlanningRequest request) {
            this.request = request;
            this.messages = new ArrayList<>(prompt.messages(request));
            this.deadline = clock.instant().plus(settings.timeout());
        }

        CompletionStage<Planning> begin() {
            return planned(true)
                    .exceptionallyCompose(error -> without(reason(error)))
                    .thenApply(planning -> planning);
        }

        private CompletionStage<Planning> planned(boolean mayRepair) {
            return ask().thenCompose(reply -> {
                used = used.plus(reply.use());
                if (reply.finish() == ChatReply.Finish.REFUSED) {
                    return without("it does not want to plan this");
                }
                return check.planning(reply.text(), request)
                        .handle((planning, error) -> error == null
                                ? CompletableFuture.completedFuture(signed(planning))
                                : objected(reply, objection(error), mayRepair))
                        .thenCompose(next -> next);
            });
        }

        private CompletionStage<ChatReply> ask() {
            try {
                return model.ask(ChatRequest.json(messages, AnswerSchema.JSON, settings.maxTokens(), deadline)
                                .paidBy(request.traveler().tenant()))
                        .reply();
            } catch (RuntimeException bug) {
                return CompletableFuture.failedFuture(bug);
            }
        }

        private CompletionStage<Planning> objected(ChatReply reply, String objection, boolean mayRepair) {
            if (!mayRepair) {
                return without("its plan was refused twice: " + objection);
            }
            messages.add(new ChatMessage.Said(Prompt.cut(reply.text()), List.of()));
            messages.add(new ChatMessage.Asked(Prompt.repair(objection)));
            return planned(false);
        }

        private Planning signed(Planning planning) {
            var maker = new Planning.Maker(name(), 1, used);
            return planning.fold(
                    tasks -> new Planning.Tasks(tasks.graph(), tasks.assumptions(), maker),
                    answer -> new Planning.Answer(answer.text(), answer.kind(), maker, answer.asks()));
        }

        private CompletionStage<Planning> without(String reason) {
            troubles.accept("The model %s made no plan: %s".formatted(model.name(), reason));
            return fallback.plan(request).thenApply(this::admitted);
        }

        /** The other planner's plan or answer, which says that it is. */
        private Planning admitted(Planning planning) {
            var made = planning.maker();
            var maker = new Planning.Maker(
                    made.planner().isEmpty() ? fallback.name() : made.planner(),
                    made.confidence(),
                    used.plus(made.use()));
            return planning.fold(
                    tasks -> {
                        var assumptions = new ArrayList<>(tasks.assumptions());
                        assumptions.add(WITHOUT_MODEL);
                        return new Planning.Tasks(tasks.graph(), assumptions, maker);
                    },
                    answer -> new Planning.Answer(
                            answer.kind() == Planning.Answer.Kind.CHAT
                                    ? answer.text()
                                    : answer.text() + "\n\n" + ANSWERED_WITHOUT_MODEL,
                            answer.kind(),
                            maker,
                            answer.asks()));
        }
    }

    private static String objection(Throwable error) {
        var cause = cause(error);
        if (cause instanceof InvalidPlanException refused) {
            return refused.getMessage();
        }
        throw new CompletionException(cause);
    }

    private static String reason(Throwable error) {
        var cause = cause(error);
        return cause instanceof ModelException known
                ? "%s (%s)".formatted(known.getMessage(), known.kind())
                : cause.toString();
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
