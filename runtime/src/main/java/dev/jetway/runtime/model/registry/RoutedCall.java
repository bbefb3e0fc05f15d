package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One request on its way through a group and those it falls back to. It asks one model at a time and each at most once,
 * and goes on to the next as long as nobody has seen a piece of the reply.
 *
 * <p>Attempts follow one another, each begun by the end of the one before, so what is kept here is seen by one thread at
 * a time; only {@link #cancel()} may come at any moment.
 */
final class RoutedCall implements ChatCall {

    private final String group;
    private final List<Leg> legs;
    private final ModelGroup.Shared shared;
    private final ChatRequest request;
    private final Consumer<String> text;
    private final Need need;
    private final CompletableFuture<ChatReply> reply = new CompletableFuture<>();

    /** Who has been asked, and who must not be. */
    private final Set<Member> passed = new HashSet<>();

    private long leastContext;
    private volatile Attempt current;

    RoutedCall(String group, List<Leg> legs, ModelGroup.Shared shared, ChatRequest request, Consumer<String> text) {
        this.group = group;
        this.legs = legs;
        this.shared = shared;
        this.request = request;
        this.text = text;
        this.need = Need.of(request);
        legs.forEach(leg -> leg.members().stream()
                .filter(member -> !shared.mayServe(member, request))
                .forEach(passed::add));
    }

    void begin() {
        if (need.total() > shared.maxTokens()) {
            fail(new ModelException(
                    Kind.REJECTED,
                    "About %d tokens were asked of %s, more than jetway.model-budgets.max-tokens-per-request"
                            .formatted(need.total(), group)));
            return;
        }
        next(null);
    }

    @Override
    public CompletionStage<ChatReply> reply() {
        return reply.minimalCompletionStage();
    }

    @Override
    public void cancel() {
        fail(new ModelException(Kind.CANCELED, "The request to %s was given up".formatted(group)));
        var attempt = current;
        if (attempt != null) {
            attempt.cancel();
        }
    }

    /** @param last why the one before failed; null at the beginning */
    private void next(ModelException last) {
        boolean unaffordable = false;
        for (var leg : legs) {
            for (var member : leg.choice(need, passed, shared.clock().millis())) {
                if (reply.isDone()) {
                    return;
                }
                if (member.terms().contextTokens() < leastContext) {
                    continue;
                }
                var hold = shared.budgets()
                        .reserve(request.tenant(), member.terms().nanos(need.most()));
                if (hold.isEmpty()) {
                    unaffordable = true;
                    continue;
                }
                var trial = member.begin();
                if (trial.isEmpty()) {
                    hold.get().settle(0); // it was taken meanwhile
                    continue;
                }
                passed.add(member);
                ask(new Attempt(member, trial.get(), hold.get(), need, shared.clock(), text, this::ended), leg);
                return;
            }
        }
        fail(last != null ? last : unaffordable ? tooExpensive() : nobody());
    }

    private void ask(Attempt attempt, Leg leg) {
        current = attempt;
        if (another()) {
            attempt.hurry(shared.alarm(), leg.patience());
        }
        attempt.start(request);
        if (reply.isDone()) {
            attempt.cancel();
        }
    }

    private boolean another() {
        long now = shared.clock().millis();
        return legs.stream().anyMatch(leg -> !leg.choice(need, passed, now).isEmpty());
    }

    private void ended(Attempt attempt, ChatReply answer, ModelException error) {
        if (error == null) {
            reply.complete(answer);
        } else if (goesOn(attempt, error)) {
            next(error);
        } else {
            fail(error);
        }
    }

    private boolean goesOn(Attempt attempt, ModelException error) {
        if (attempt.spoke() || reply.isDone() || !shared.clock().instant().isBefore(request.deadline())) {
            return false;
        }
        return switch (error.kind()) {
            case UNAVAILABLE, RATE_LIMITED, TIMED_OUT, MISCONFIGURED, UNREADABLE, BUDGET_EXCEEDED -> true;
            case REJECTED -> {
                leastContext = attempt.contextTokens() + 1;
                yield need.mayBeTooLongFor(attempt.contextTokens());
            }
            case CANCELED -> false;
        };
    }

    private void fail(ModelException error) {
        reply.completeExceptionally(error);
    }

    private ModelException tooExpensive() {
        return new ModelException(
                Kind.BUDGET_EXCEEDED,
                "What may be spent today on models is spent, or nearly: about %d tokens of %s would be too many"
                        .formatted(need.total(), group));
    }

    /** Nobody could be asked: nobody ever can, or nobody just now. */
    private ModelException nobody() {
        long now = shared.clock().millis();
        var able = legs.stream()
                .flatMap(leg -> leg.members().stream())
                .filter(member -> !passed.contains(member) && member.terms().fits(need))
                .toList();
        if (able.isEmpty()) {
            return new ModelException(
                    Kind.REJECTED,
                    "No model of %s that this node may ask takes about %d tokens%s"
                            .formatted(group, need.total(), need.tools() ? " and tools" : ""));
        }
        long wait = able.stream()
                .mapToLong(member -> Math.max(1, member.health().until() - now))
                .min()
                .orElse(1);
        return new ModelException(
                Kind.UNAVAILABLE,
                "All models of %s are left alone for a while, or have as many calls under way as they may"
                        .formatted(group),
                Duration.ofMillis(wait));
    }
}
