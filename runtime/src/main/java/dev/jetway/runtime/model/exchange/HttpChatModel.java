package dev.jetway.runtime.model.exchange;

import akka.actor.typed.ActorSystem;
import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** A model behind an address. */
public final class HttpChatModel implements ChatModel {

    final ActorSystem<?> system;
    final Limits limits;
    final Clock clock;
    final Gate gate;
    final Address address;
    final Dialect dialect;

    private final String name;
    private final Optional<ApiKey> key;

    /** @param baseUrl without the dialect's path */
    public HttpChatModel(
            ActorSystem<?> system,
            String name,
            URI baseUrl,
            Optional<ApiKey> key,
            Dialect dialect,
            Limits limits,
            Clock clock) {
        this.system = system;
        this.name = name;
        this.key = key;
        this.dialect = dialect;
        this.limits = limits;
        this.clock = clock;
        this.gate = new Gate(limits.maxStreams(), limits.maxWaiting());
        this.address =
                new Address(system, URI.create(baseUrl + dialect.path()), dialect.headers(key), limits.connect());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChatCall ask(ChatRequest request, Consumer<String> text) {
        var call = new HttpChatCall(this, request, new Quotation(key, request), text);
        call.start();
        return call;
    }

    @Override
    public String toString() {
        return "HttpChatModel[%s]".formatted(name);
    }
}
