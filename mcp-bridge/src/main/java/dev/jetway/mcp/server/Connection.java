package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.asked.MayAskSettings;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.AnswerLostException;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.Meanwhile;
import dev.jetway.mcp.transport.PendingRequest;
import dev.jetway.mcp.transport.Session;
import dev.jetway.mcp.trust.Descriptor;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One session with a server, from its handshake to its end. It is never repaired: when the session is lost,
 * or the server gone, another one takes its place. Safe for use by many threads.
 */
final class Connection {

    private static final long MAX_PAGE_BYTES = 4L << 20;
    private static final int MAX_PAGES = 100;

    /** The SDK's own time-outs forget what they leave behind; ours always come first. */
    private static final Duration NEVER_FIRST = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final ServiceToken serviceToken;
    private final Session session;
    private final McpAsyncClient client;
    private final AtomicBoolean suspected = new AtomicBoolean();

    Connection(
            ServerSettings settings,
            CallEnvironment environment,
            ServiceToken serviceToken,
            Session.Listener listener) {
        this.settings = settings;
        this.serviceToken = serviceToken;
        int maxMessage = (int) Math.max(MAX_PAGE_BYTES, settings.limits().maxResult());
        Session.Means means =
                new Session.Means(environment.json(), environment.executor(), serviceToken::latest, maxMessage);
        this.session = settings.address()
                .fold(
                        http -> Session.over(http.url(), environment.http(), means, listener),
                        program -> Session.with(
                                settings.name(), program.command(), environment.processes(), means, listener));
        this.client = McpClient.async(session)
                .clientInfo(Implementation.builder("jetway", "0.1").build())
                .capabilities(offered(settings.mayAsk()))
                .sampling(request -> Mono.error(Connection::answeredElsewhere))
                .elicitation(request -> Mono.error(Connection::answeredElsewhere))
                .requestTimeout(settings.connectTimeout().plus(NEVER_FIRST))
                .initializationTimeout(settings.connectTimeout().plus(NEVER_FIRST))
                .build();
    }

    /** What the server is told that it may ask of us. */
    private static ClientCapabilities offered(MayAskSettings mayAsk) {
        ClientCapabilities.Builder offered = ClientCapabilities.builder();
        if (mayAsk.allows(Kind.MODEL)) {
            offered.sampling();
        }
        if (mayAsk.allows(Kind.TRAVELER)) {
            offered.elicitation(true, false);
        }
        if (mayAsk.allows(Kind.FOLDERS)) {
            offered.roots(false);
        }
        return offered.build();
    }

    /** The SDK's client offers nothing it has no handler for. */
    private static IllegalStateException answeredElsewhere() {
        return new IllegalStateException("The session's listener takes these questions");
    }

    /**
     * What a handshake found out.
     *
     * @param instructions null if the server gives none
     */
    record Greeting(
            String serverName, String serverVersion, String protocol, String instructions, List<Descriptor> tools) {}

    /** Shakes hands and lists the tools. Fails after the connect time-out at the latest. */
    CompletionStage<Greeting> open() {
        long timeout = settings.connectTimeout().toMillis();
        return serviceToken
                .obtain()
                .thenCompose(token -> client.initialize().toFuture())
                .handle(serviceToken::judged)
                .thenCompose(Function.identity())
                .thenCompose(result -> list().thenApply(tools -> greeting(result, tools)))
                .toCompletableFuture()
                .orTimeout(timeout, TimeUnit.MILLISECONDS);
    }

    private static Greeting greeting(InitializeResult result, List<Descriptor> tools) {
        Implementation info = result.serverInfo();
        return new Greeting(
                info == null ? "" : info.name(),
                info == null ? "" : info.version(),
                result.protocolVersion(),
                result.instructions(),
                tools);
    }

    /** Lists the tools. Fails after the connect time-out at the latest. */
    CompletionStage<List<Descriptor>> list() {
        CompletableFuture<List<Descriptor>> listed = new CompletableFuture<>();
        listed.orTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        serviceToken.obtain().whenComplete((token, error) -> {
            if (error == null) {
                page("", new ArrayList<>(), 1, listed);
            } else {
                listed.completeExceptionally(error);
            }
        });
        return listed.handle(serviceToken::judged).thenCompose(Function.identity());
    }

    private void page(String cursor, List<Descriptor> found, int number, CompletableFuture<List<Descriptor>> all) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (!cursor.isEmpty()) {
            params.put("cursor", cursor);
        }
        Caller caller = new Caller(serviceToken.latest(), MAX_PAGE_BYTES);
        PendingRequest request = session.request("tools/list", params, caller, answer -> {
            try {
                following(page(answer), found, number, all);
            } catch (IllegalArgumentException | IllegalStateException | AnswerLostException e) {
                all.completeExceptionally(e);
            }
        });
        all.whenComplete((tools, error) -> session.abandon(request, "the list of tools took too long"));
    }

    private static JsonNode page(Answer answer) {
        return answer.fold(
                result -> result.value(),
                refusal -> {
                    throw new IllegalStateException("it does not list its tools: " + refusal.message());
                },
                lost -> {
                    throw new AnswerLostException(lost);
                });
    }

    private void following(JsonNode page, List<Descriptor> found, int number, CompletableFuture<List<Descriptor>> all) {
        if (!page.path("tools").isArray()) {
            throw new IllegalStateException("its list of tools is none");
        }
        for (JsonNode tool : page.path("tools")) {
            if (!tool.path("name").isTextual()) {
                throw new IllegalStateException("it lists a tool without a name");
            }
            found.add(Descriptor.of(tool));
        }
        if (found.size() > settings.limits().maxTools()) {
            throw new IllegalStateException("it offers more than the %d tools that max-tools allows"
                    .formatted(settings.limits().maxTools()));
        }
        String next = page.hasNonNull("nextCursor") ? page.get("nextCursor").asText() : "";
        if (next.isEmpty()) {
            all.complete(List.copyOf(found));
        } else if (number == MAX_PAGES) {
            throw new IllegalStateException("its list of tools has more than %d pages".formatted(MAX_PAGES));
        } else {
            page(next, found, number + 1, all);
        }
    }

    /**
     * Sends one request, past the SDK: its way costs as much again as everything else that is done about a call,
     * and forgets what it leaves behind.
     */
    PendingRequest send(Errand errand, Caller caller, Meanwhile meanwhile, Consumer<Answer> whenAnswered) {
        return session.request(errand.method(), errand.params(), caller, meanwhile, whenAnswered);
    }

    /** Nobody waits for the request any more. */
    void abandon(PendingRequest request, String reason) {
        session.abandon(request, reason);
    }

    /** True for the first caller only: one report of trouble per connection is enough. */
    boolean suspect() {
        return suspected.compareAndSet(false, true);
    }

    int outstanding() {
        return session.outstanding();
    }

    int openResponses() {
        return session.openResponses();
    }

    /** Ends the session, and fails what still waits for an answer. Takes two seconds at most; never fails. */
    CompletionStage<Void> close() {
        return session.closeGracefully().toFuture();
    }
}
