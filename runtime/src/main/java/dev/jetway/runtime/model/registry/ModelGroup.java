package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Several models under one name: whoever asks it does not know which of them answers, until it has. */
final class ModelGroup implements ChatModel {

    /**
     * What all groups of a node share.
     *
     * @param region the node's
     * @param bound the tenants whose conversations may not leave their regions
     * @param maxTokens the most one request may take
     */
    record Shared(String region, Set<String> bound, Budgets budgets, long maxTokens, Alarm alarm, Clock clock) {
        Shared {
            bound = Set.copyOf(bound);
        }

        boolean mayServe(Member member, ChatRequest request) {
            return member.terms()
                    .mayServe(region, request.tenant().filter(bound::contains).isPresent());
        }
    }

    private final String name;
    private final List<Leg> legs;
    private final Shared shared;

    /** @param legs its own first, then those to fall back to */
    ModelGroup(String name, List<Leg> legs, Shared shared) {
        this.name = name;
        this.legs = List.copyOf(legs);
        this.shared = shared;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChatCall ask(ChatRequest request, Consumer<String> text) {
        var call = new RoutedCall(name, legs, shared, request, text);
        call.begin();
        return call;
    }
}
