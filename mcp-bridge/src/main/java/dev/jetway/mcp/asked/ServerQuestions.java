package dev.jetway.mcp.asked;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.asked.TextModel.Prompt;
import dev.jetway.mcp.asked.TextModel.Written;
import dev.jetway.mcp.transport.ServerQuestion;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one server asks of us, and what it gets: nothing, unless its entry says so; nothing that cannot be held
 * against one call of ours, but for its folders, which are the same for every call; and no more than so much.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class ServerQuestions {

    private static final Logger log = LoggerFactory.getLogger(ServerQuestions.class);

    /** Of the range JSON-RPC leaves to servers; the protocol names none for this. */
    private static final int TOO_MUCH = -32_000;

    /** Refusals that are sent. A server that goes on asking all the same hears no more. */
    private static final int REFUSALS_PER_MINUTE = 120;

    private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    private final String server;
    private final MayAskSettings settings;
    private final Optional<TextModel> model;
    private final Clock clock;
    private final Executor executor;
    private final PerMinute budget;
    private final PerMinute refusals;
    private final AskedCounts counts = new AskedCounts();
    private final AtomicLong lastLogged = new AtomicLong();

    /**
     * @param model what the node has
     * @param executor where the model is asked
     * @throws IllegalArgumentException if the server may use a model, and there is none
     */
    public ServerQuestions(
            String server, MayAskSettings settings, Optional<TextModel> model, Clock clock, Executor executor) {
        if (settings.model() && model.isEmpty()) {
            throw new IllegalArgumentException(
                    "Setting jetway.mcp.servers.%s.may-ask.model is on, and this node has no language model; set it to"
                                    .formatted(server)
                            + " false");
        }
        this.server = server;
        this.settings = settings;
        this.model = model;
        this.clock = clock;
        this.executor = executor;
        this.budget = new PerMinute(settings.perMinute(), clock);
        this.refusals = new PerMinute(REFUSALS_PER_MINUTE, clock);
    }

    /** The questions of one call. */
    public CallQuestions during(Call call) {
        return new CallQuestions(this, call);
    }

    /**
     * One call.
     *
     * @param tool as {@code server.tool}
     * @param deadline when it is over at the latest
     * @param approved the traveler has approved it as it is, so they are asked nothing more
     */
    public record Call(String tool, Instant deadline, boolean approved) {}

    /** A question nobody can say which call it belongs to. False if it is none of ours to answer. */
    public boolean outside(ServerQuestion question) {
        Optional<Kind> kind = Kind.of(question.method());
        if (kind.isEmpty()) {
            return false;
        }
        if (kind.get() == Kind.FOLDERS) {
            if (admits(question, kind.get(), "no call")) {
                folders(question);
            }
        } else if (!settings.allows(kind.get())) {
            notAllowed(question, kind.get(), "no call");
        } else {
            refuse(
                    question,
                    kind.get(),
                    "no call",
                    ErrorCodes.INVALID_REQUEST,
                    "it did not come on the response to a call, or several calls are under way on one pipe");
        }
        return true;
    }

    /** Whether a question is allowed, and not too many or too large; it is refused if not. */
    boolean admits(ServerQuestion question, Kind kind, String call) {
        if (!settings.allows(kind)) {
            notAllowed(question, kind, call);
            return false;
        }
        if (!budget.tryTake()) {
            refuse(
                    question,
                    kind,
                    call,
                    TOO_MUCH,
                    "more than %d questions in a minute".formatted(settings.perMinute()));
            return false;
        }
        Optional<String> excess = settings.ofQuestions().violation(question.params());
        excess.ifPresent(what -> refuse(question, kind, call, ErrorCodes.INVALID_PARAMS, "it is too much: " + what));
        return excess.isEmpty();
    }

    int perCall() {
        return settings.perCall();
    }

    private void notAllowed(ServerQuestion question, Kind kind, String call) {
        refuse(question, kind, call, ErrorCodes.METHOD_NOT_FOUND, "this client does not offer it");
    }

    void tooMany(ServerQuestion question, Kind kind, String call) {
        refuse(question, kind, call, TOO_MUCH, "more than %d questions during one call".formatted(settings.perCall()));
    }

    void refuse(ServerQuestion question, Kind kind, String call, int code, String why) {
        counts.refused(kind);
        long now = clock.millis();
        long before = lastLogged.get();
        if (now - before >= LOG_PAUSE.toMillis() && lastLogged.compareAndSet(before, now)) {
            log.warn("MCP server '{}' asked {} during {} and was refused: {}", server, question.method(), call, why);
        }
        if (refusals.tryTake()) {
            question.refuse(code, "%s refused: %s".formatted(question.method(), why));
        }
    }

    private void answer(ServerQuestion question, Kind kind, String call, JsonNode answer) {
        counts.answered(kind);
        log.info("MCP server '{}' asked {} during {} and was answered", server, question.method(), call);
        question.answer(answer);
    }

    void folders(ServerQuestion question) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode roots = result.putArray("roots");
        for (URI folder : settings.folders()) {
            Path name = Path.of(folder.getPath()).getFileName();
            roots.addObject().put("uri", folder.toString()).put("name", name == null ? "/" : name.toString());
        }
        answer(question, Kind.FOLDERS, "any call", result);
    }

    /** @param action what the traveler is said to have done */
    void traveler(ServerQuestion question, String call, String action) {
        answer(
                question,
                Kind.TRAVELER,
                call,
                JsonNodeFactory.instance.objectNode().put("action", action));
    }

    void model(ServerQuestion question, Call call) {
        Instant limit = clock.instant().plus(settings.timeout());
        Instant deadline = call.deadline().isBefore(limit) ? call.deadline() : limit;
        Prompt prompt;
        try {
            prompt = ModelPrompt.read(question.params(), call.tool(), settings.maxTokens(), deadline);
        } catch (IllegalArgumentException e) {
            refuse(question, Kind.MODEL, call.tool(), ErrorCodes.INVALID_PARAMS, e.getMessage());
            return;
        }
        long left = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
        CompletableFuture.supplyAsync(() -> model.orElseThrow().write(prompt), executor)
                .thenCompose(Function.identity())
                .orTimeout(left, TimeUnit.MILLISECONDS)
                .whenCompleteAsync((written, error) -> written(question, call, written, error), executor);
    }

    private void written(ServerQuestion question, Call call, Written written, Throwable error) {
        if (error != null) {
            log.debug("The model wrote nothing for {}", call.tool(), error);
            refuse(question, Kind.MODEL, call.tool(), ErrorCodes.INTERNAL_ERROR, "the model gave no answer in time");
            return;
        }
        JsonNode result = ModelPrompt.written(written);
        Optional<String> excess = settings.ofQuestions().violation(result);
        if (excess.isPresent()) {
            refuse(question, Kind.MODEL, call.tool(), TOO_MUCH, "the model wrote too much: " + excess.get());
        } else {
            answer(question, Kind.MODEL, call.tool(), result);
        }
    }

    /** What became of the questions so far. */
    public Map<Kind, Asked> counts() {
        return counts.snapshot();
    }
}
