package dev.jetway.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.asked.ServerQuestions;
import dev.jetway.mcp.cache.CacheCounts;
import dev.jetway.mcp.cache.Lifetime;
import dev.jetway.mcp.cache.ReadCache;
import dev.jetway.mcp.cache.ReadKey;
import dev.jetway.mcp.identity.TokenSource;
import dev.jetway.mcp.policy.JsonLimits;
import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.Pins;
import dev.jetway.mcp.trust.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP server as its callers see it.
 *
 * <p>{@link McpServerActor} owns the connection: it opens, lists, watches, replaces and closes it, one thing
 * at a time, and publishes the outcome here. A call does not pass through the actor. It reads what was
 * published last, passes {@link Bulkhead} and {@link ServerBreaker}, which need no lock, and leaves on the
 * caller's thread; the answer is judged on the thread it arrives on. So the common case costs no mailbox, no
 * context switch and no second queue whose length nobody bounds, a slow call delays nobody else, and the
 * actor still reacts at once when a hundred calls hang. What a call learns about the connection (refused,
 * session lost) it tells the actor, which alone decides.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class ToolServer {

    private static final Logger log = LoggerFactory.getLogger(ToolServer.class);

    private static final Duration TOKEN_TROUBLE_PAUSE = Duration.ofMinutes(1);

    /**
     * A call that is asked for.
     *
     * @param fresh the server itself has to answer, whatever is remembered
     * @param progress told what the tool says while it works
     */
    public record Request(
            String tool,
            JsonNode arguments,
            Optional<Traveler> traveler,
            Instant deadline,
            boolean mayCommit,
            Optional<String> idempotencyKey,
            boolean fresh,
            Consumer<String> progress) {

        Request until(Instant latest) {
            return deadline.isAfter(latest)
                    ? new Request(tool, arguments, traveler, latest, mayCommit, idempotencyKey, fresh, progress)
                    : this;
        }

        /** The call time-out alone bounds it. */
        private Request forAll() {
            return new Request(tool, arguments, traveler, Instant.MAX, mayCommit, idempotencyKey, fresh, progress);
        }
    }

    /** Where calls can be sent at the moment. */
    sealed interface Link {}

    record Up(Connection connection) implements Link {}

    /** The session is being renewed: calls wait for the next connection, each for no longer than it may. */
    record Renewing(CompletableFuture<Connection> next) implements Link {}

    record Down(String reason) implements Link {}

    private final ServerSettings settings;
    private final CallEnvironment environment;
    private final ServerBreaker breaker;
    private final Bulkhead bulkhead;
    private final CallCounts counts = new CallCounts();
    private final CacheCounts reads = new CacheCounts();
    private final RetryBudget retries;
    private final TokenSource tokens;
    private final ServiceToken serviceToken;
    private final Availability availability;
    private final ServerQuestions questions;
    private final AtomicLong lastTokenTrouble = new AtomicLong();
    private final AtomicReference<Link> link = new AtomicReference<>(new Down("it has not been reached yet"));
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final OfferedTools offered;
    private final Refusals refusals;
    private volatile String description = "";
    private volatile int setbacks;
    private volatile Consumer<Trouble> troubles = trouble -> {};
    private volatile OutcomeListener outcomes = (good, nanos) -> {};

    /** Learns what became of calls that were sent. Must not block. */
    @FunctionalInterface
    interface OutcomeListener {

        /** @param good the tool did what it was asked; a refusal of its own is none */
        void over(boolean good, long nanos);
    }

    /** What a call found out about its connection. */
    record Trouble(Connection connection, Kind kind, String reason) {
        enum Kind {
            /** Nothing listens at the server's address. */
            GONE,
            SESSION_LOST,
            /** A connection broke: worth a look. */
            DOUBTFUL
        }
    }

    /**
     * @param pins what the server's listings are held against
     * @throws IllegalArgumentException if a file with a secret cannot be read, or it may use a model and there is none
     */
    public ToolServer(ServerSettings settings, CallEnvironment environment, Pins pins) {
        this.settings = settings;
        this.environment = environment;
        this.offered = new OfferedTools(settings, pins);
        this.refusals = new Refusals(settings, environment.clock(), link::get);
        this.breaker = new ServerBreaker(settings.name(), settings.breaker(), environment.clock());
        this.bulkhead = new Bulkhead(
                settings.limits().maxConcurrent(), settings.limits().maxQueued());
        this.retries = new RetryBudget(settings.retry().budget());
        this.tokens = environment
                .tokenMeans()
                .tokens(settings.auth(), settings.audience(), settings.limits().callTimeout());
        this.serviceToken = new ServiceToken(tokens);
        this.questions = new ServerQuestions(
                settings.name(), settings.mayAsk(), environment.model(), environment.clock(), environment.executor());
        this.availability = new Availability(environment.clock());
    }

    /**
     * Calls a tool. What may change anything is sent once; a read may be answered from memory, or sent again.
     * Never fails: every outcome is a {@link ToolResult}, and it comes no later than the call time-out or the
     * request's deadline.
     */
    public CompletionStage<ToolResult> call(Request request) {
        ListedTool tool = tools().get(request.tool());
        Optional<ToolResult> refusal = refusals.ofCall(tool, request);
        if (refusal.isPresent()) {
            counts.rejected();
            return CompletableFuture.completedFuture(refusal.get());
        }
        JsonNode arguments = Arguments.complete(tool, request);
        Optional<String> wrong = Arguments.violation(tool, arguments, settings.limits());
        if (wrong.isPresent()) {
            counts.rejected();
            return CompletableFuture.completedFuture(
                    new ToolError("%s was not called: %s".formatted(full(request.tool()), wrong.get())));
        }
        Errand errand = Errand.call(full(tool.name()), tool, arguments);
        return tool.risk() == Risk.READ && !request.mayCommit()
                ? read(tool, errand, arguments, request)
                : write(errand, request);
    }

    /**
     * Reads something that is no tool. As {@link #call}; nothing of it is kept.
     *
     * @param traveler in whose name; a personal server is not read without
     */
    public CompletionStage<ToolResult> read(Reading reading, Optional<Traveler> traveler, Instant deadline) {
        String name = reading.name(settings.name());
        Request request =
                new Request(name, reading.params(), traveler, deadline, false, Optional.empty(), true, line -> {});
        Optional<ToolResult> refusal = refusals.ofReading(reading, request);
        Optional<ToolResult> wrong = reading.violation(settings.limits().ofArguments())
                .map(what -> new ToolError("%s was not read: %s".formatted(name, what)));
        if (refusal.or(() -> wrong).isPresent()) {
            counts.rejected();
            return CompletableFuture.completedFuture(refusal.or(() -> wrong).get());
        }
        Instant latest = environment.clock().instant().plus(settings.limits().callTimeout());
        Errand errand = reading.errand(
                settings.name(), JsonLimits.ofDepth(settings.limits().maxDepth()));
        return new ReadAttempts(this, errand, request, latest).start().outcome();
    }

    private CompletionStage<ToolResult> write(Errand errand, Request request) {
        Optional<ToolResult> refusal = refusalForNow(errand);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        return new PendingCall(this, errand, request).submit().thenApply(result -> {
            if (result.fold(ok -> true, refused -> true, Unavailable::mayHaveRun)) {
                forgetReads(request.traveler());
            }
            return result;
        });
    }

    /** What was read before a write may not be so any more: what this traveler read, and what everybody may. */
    private void forgetReads(Optional<Traveler> traveler) {
        if (settings.cache().forgetOnWrite() && settings.cache().keepsAnything()) {
            Optional<String> subject = traveler.map(Traveler::subject);
            environment
                    .reads()
                    .forget(key -> key.server().equals(settings.name())
                            && (key.traveler().isEmpty() || key.traveler().equals(subject)));
        }
    }

    private CompletionStage<ToolResult> read(ListedTool tool, Errand errand, JsonNode arguments, Request request) {
        Instant latest = environment.clock().instant().plus(settings.limits().callTimeout());
        Lifetime lifetime = settings.cache().lifetime(tool.name());
        boolean personal =
                settings.audience().isPresent() || settings.cache().personal().contains(tool.name());
        boolean anonymous = personal && request.traveler().isEmpty();
        if (!lifetime.keeps() || request.fresh() || anonymous) {
            return new ReadAttempts(this, errand, request, latest).start().outcome();
        }
        Optional<String> subject = request.traveler().filter(who -> personal).map(Traveler::subject);
        ReadKey key = ReadKey.of(settings.name(), tool.name(), tool.hash(), subject, arguments);
        return environment
                .reads()
                .answer(
                        new ReadCache.Read(
                                key,
                                lifetime,
                                request.deadline(),
                                environment
                                        .clock()
                                        .instant()
                                        .plus(settings.limits().longestCall()),
                                () -> new ReadAttempts(this, errand, request.forAll(), latest).start()),
                        reads);
    }

    /** Why nothing is sent to the server at the moment. What is turned down is counted. */
    Optional<ToolResult> refusalForNow(Errand errand) {
        if (link.get() instanceof Down down) {
            counts.rejected();
            errand.tool().ifPresent(tool -> availability.record(tool, false));
            return Refusals.refuse(refusals.unreachable(down));
        }
        if (breaker.refuses()) {
            counts.rejected();
            errand.tool().ifPresent(tool -> availability.record(tool, false));
            return Refusals.refuse(
                    "%s is not called at the moment: too many of its last answers failed".formatted(settings.name()));
        }
        return Optional.empty();
    }

    String full(String tool) {
        return settings.name() + "." + tool;
    }

    /** Where the tokens of calls come from. */
    TokenSource tokens() {
        return tokens;
    }

    ServiceToken serviceToken() {
        return serviceToken;
    }

    /** An operator has to look at this; once a minute is often enough. */
    void tokenTrouble(String how) {
        long now = environment.clock().millis();
        long before = lastTokenTrouble.get();
        if (now - before >= TOKEN_TROUBLE_PAUSE.toMillis() && lastTokenTrouble.compareAndSet(before, now)) {
            log.warn("Calls of MCP server '{}' fail: {}", settings.name(), how);
        }
    }

    ServerQuestions questions() {
        return questions;
    }

    ServerSettings settings() {
        return settings;
    }

    CallEnvironment environment() {
        return environment;
    }

    ServerBreaker breaker() {
        return breaker;
    }

    Bulkhead bulkhead() {
        return bulkhead;
    }

    CallCounts counts() {
        return counts;
    }

    RetryBudget retries() {
        return retries;
    }

    Link link() {
        return link.get();
    }

    /** A call got no connection at all: the server is likely gone. */
    void unreachable(Connection connection, String reason) {
        if (connection.suspect()) {
            troubles.accept(new Trouble(connection, Trouble.Kind.GONE, reason));
        }
    }

    /** The connection of a call broke before anything came back. */
    void doubtful(Connection connection) {
        troubles.accept(new Trouble(connection, Trouble.Kind.DOUBTFUL, "a connection broke"));
    }

    /** The server does not know the session. Calls wait from now on, until the actor has a new one. */
    void sessionLost(Connection connection) {
        Link now = link.get();
        if (now instanceof Up up
                && up.connection() == connection
                && link.compareAndSet(now, new Renewing(new CompletableFuture<>()))) {
            troubles.accept(new Trouble(connection, Trouble.Kind.SESSION_LOST, "its session was lost"));
        }
    }

    void onOutcome(OutcomeListener listener) {
        outcomes = listener;
    }

    /** A call that was sent is over. */
    void over(boolean good, long nanos) {
        outcomes.over(good, nanos);
    }

    void onTrouble(Consumer<Trouble> listener) {
        troubles = listener;
    }

    /** @param said the server's instructions; null if it gives none */
    void greeted(String said) {
        offered.greeted(said);
    }

    void listed(List<Descriptor> listing) {
        SortedMap<String, ListedTool> before = offered.tools();
        offered.listed(listing, log);
        forgetChanged(before, offered.tools());
        availability.keep(offered.tools().keySet());
    }

    /** A tool that changed answers other questions. Its old answers could not be found any more, and go at once. */
    private void forgetChanged(SortedMap<String, ListedTool> before, SortedMap<String, ListedTool> now) {
        if (!settings.cache().keepsAnything()) {
            return;
        }
        for (ListedTool tool : now.values()) {
            if (tool.risk() != Risk.READ
                    && settings.cache().names(tool.name())
                    && !tool.equals(before.get(tool.name()))) {
                log.error(
                        "Setting jetway.mcp.servers.{}.{} has no effect: only what read tools answer is kept, and {} is"
                                + " a {} tool",
                        settings.name(),
                        settings.cache().keyOf(tool.name()),
                        full(tool.name()),
                        tool.risk());
            }
        }
        Set<String> changed = new HashSet<>();
        before.forEach((name, tool) -> {
            if (!now.containsKey(name) || !now.get(name).hash().equals(tool.hash())) {
                changed.add(name);
            }
        });
        if (!changed.isEmpty()) {
            environment.reads().forget(key -> key.server().equals(settings.name()) && changed.contains(key.tool()));
        }
    }

    /** @param inARow how often connecting has failed, or the connection did not last */
    void setbacks(int inARow) {
        setbacks = inARow;
    }

    void up(Connection connection, String greeting) {
        description = greeting;
        Link before = link.getAndSet(new Up(connection));
        breaker.reconnected();
        if (before instanceof Renewing renewing) {
            renewing.next().complete(connection);
        }
        settled.complete(null);
    }

    void down(String reason) {
        Link before = link.getAndSet(new Down(reason));
        if (before instanceof Renewing renewing) {
            renewing.next().completeExceptionally(new IllegalStateException(reason));
        }
        settled.complete(null);
    }

    /** Completes when the server has been reached, or found unreachable, for the first time. */
    public CompletionStage<Void> settled() {
        return settled.minimalCompletionStage();
    }

    /** The tools as they were last listed; those of a server that is down stay known. */
    public SortedMap<String, ListedTool> tools() {
        return offered.tools();
    }

    /** How what the server says of itself compares with its pins, as of the last listing. */
    public Review review() {
        return offered.review();
    }

    /** What its next listing will be held against. */
    public Pins pins() {
        return offered.pins();
    }

    /** How a tool is at this moment. */
    public ToolHealth health(ListedTool tool) {
        return availability.of(tool.name(), obstacle(tool));
    }

    private Optional<String> obstacle(ListedTool tool) {
        if (!settings.allows(tool.name())) {
            return Optional.of("the configuration does not allow it");
        }
        if (link.get() instanceof Down down) {
            return Optional.of("its server cannot be reached: " + down.reason());
        }
        return tool.unusable()
                .or(() -> breaker.open()
                        ? Optional.of("too many of its server's last answers failed")
                        : Optional.empty());
    }

    /** A probe found no connection: none of the tools could be called. */
    void unreachableForProbe() {
        if (link.get() instanceof Down) {
            tools().keySet().stream().filter(settings::allows).forEach(tool -> availability.record(tool, false));
        }
    }

    Availability availability() {
        return availability;
    }

    /** How the server is at this moment. */
    public ServerStatus status() {
        Link now = link.get();
        Optional<Connection> connection = now instanceof Up up ? Optional.of(up.connection()) : Optional.empty();
        return new ServerStatus(
                connection.isPresent(),
                now instanceof Down down
                        ? down.reason()
                        : now instanceof Renewing ? "its session is being renewed" : "",
                description,
                breaker.state(),
                setbacks,
                bulkhead.running(),
                bulkhead.waiting(),
                connection.map(Connection::outstanding).orElse(0),
                connection.map(Connection::openResponses).orElse(0),
                counts.snapshot(),
                breaker.breaks(),
                reads.snapshot(),
                questions.counts());
    }
}
