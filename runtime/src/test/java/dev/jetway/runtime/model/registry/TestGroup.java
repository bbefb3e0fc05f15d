package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.runtime.model.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/** A group of {@link AskedModel}s in a region named eu. For one thread. */
final class TestGroup {

    static final Duration PATIENCE = Duration.ofSeconds(8);
    static final CooldownSettings COOLDOWN =
            new CooldownSettings(3, Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(10));

    private static final String TENANT = "acme";

    final TestClock clock = new TestClock();
    final Map<String, AskedModel> models = new LinkedHashMap<>();
    final List<Runnable> alarms = new ArrayList<>();
    final List<String> text = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private Policy policy = Policy.ORDERED;
    private BudgetSettings budgets = BudgetSettings.OPEN;
    private ModelGroup group;

    static Terms terms() {
        return terms("0");
    }

    /** @param price of a million tokens, read or written */
    static Terms terms(String price) {
        var amount = new BigDecimal(price);
        return new Terms(new Prices(amount, amount, amount), Set.of(), 10_000, true, true, 8, 8);
    }

    TestGroup of(String name, Terms terms) {
        var model = new AskedModel(name);
        models.put(name, model);
        members.add(new Member(name, model, terms, COOLDOWN, clock));
        return this;
    }

    TestGroup by(Policy policy) {
        this.policy = policy;
        return this;
    }

    TestGroup within(String perDay, String ofTenant) {
        budgets = new BudgetSettings(
                Optional.of(new BigDecimal(perDay)), new TreeMap<>(Map.of(TENANT, new BigDecimal(ofTenant))), 5_000);
        return this;
    }

    ChatCall ask() {
        return ask(request("Flights to Oslo", 100));
    }

    ChatCall ask(ChatRequest request) {
        if (group == null) {
            group = new ModelGroup(
                    "planner",
                    List.of(new Leg("planner", policy, PATIENCE, members)),
                    new ModelGroup.Shared(
                            "eu",
                            Set.of(TENANT),
                            new Budgets(budgets, clock),
                            budgets.maxTokens(),
                            (time, what) -> {
                                alarms.add(what);
                                return () -> alarms.remove(what);
                            },
                            clock));
        }
        return group.ask(request, text::add);
    }

    ChatRequest request(String words, int maxTokens) {
        return ChatRequest.prose(
                List.of(new Asked(words)), maxTokens, clock.instant().plusSeconds(60));
    }

    ChatRequest ofTenant(String words, int maxTokens) {
        return request(words, maxTokens).paidBy(TENANT);
    }

    AskedModel.Call asked(String model) {
        return models.get(model).last();
    }

    int times(String model) {
        return models.get(model).calls.size();
    }

    /** All who wait for something to take too long are told that it does. */
    void loosePatience() {
        clock.pass(PATIENCE);
        List.copyOf(alarms).forEach(Runnable::run);
    }

    ModelsStatus.Model status(String model) {
        return members.stream()
                .filter(member -> member.name().equals(model))
                .findFirst()
                .orElseThrow()
                .status();
    }

    static boolean open(ChatCall call) {
        return !call.reply().toCompletableFuture().isDone();
    }

    static ChatReply reply(ChatCall call) {
        return call.reply().toCompletableFuture().getNow(null);
    }

    static ModelException failure(ChatCall call) {
        try {
            var reply = call.reply().toCompletableFuture().getNow(null);
            throw new AssertionError("A failure was expected, not " + reply);
        } catch (CompletionException e) {
            return (ModelException) e.getCause();
        }
    }
}
