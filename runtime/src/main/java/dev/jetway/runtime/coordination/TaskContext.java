package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.agents.provenance.Evidence;
import dev.jetway.agents.provenance.Provenance;
import dev.jetway.agents.provenance.Remarks;
import dev.jetway.runtime.conversation.ToolCall;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What an agent is lent for one task. Remembers the tool calls it makes and, for an agent that may change
 * something, what they were answered: that is where its arguments may come from.
 */
final class TaskContext implements AgentContext {

    /** An agent that calls more tools than this for one task has lost its way. */
    private static final int MAX_CALLS = 32;

    private static final int MAX_ARGUMENTS = 2_000;
    private static final int MAX_DETAIL = 500;

    private final Traveler traveler;
    private final Instant deadline;
    private final Clock clock;
    private final Tools tools;
    private final TravelerMemory memory;
    private final ToolAccess access;
    private final Risk most;
    private final List<Origin> input;
    private final ConcurrentLinkedQueue<Evidence> evidence = new ConcurrentLinkedQueue<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentLinkedQueue<ToolCall> calls = new ConcurrentLinkedQueue<>();
    private final OldestAnswer oldest;
    private final ProgressLines lines;
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();
    private volatile boolean ended;

    TaskContext(WorkOrder order, AgentCard card, ToolAccess access, Clock clock, ProgressLines lines) {
        this.traveler = order.traveler();
        this.deadline = Instant.ofEpochMilli(order.deadline());
        this.clock = clock;
        this.access = access;
        this.most = card.risk();
        this.input = order.origins();
        this.lines = lines;
        this.oldest = OldestAnswer.in(TaskResults.parse(order.input()));
        var granted = access.tools(traveler, card.tools(), deadline, lines::say);
        this.tools = new NotedTools(granted, this::call, this::read);
        this.memory = access.memory(order, card);
    }

    /** Why nothing is called any more. */
    private Optional<ToolResult> over() {
        if (ended) {
            return Optional.of(
                    new ToolResult.Unavailable("The task has ended; its tools can't be called any more", false));
        }
        return started.incrementAndGet() > MAX_CALLS
                ? Optional.of(new ToolResult.Unavailable(
                        "The task has made %d tool calls, and may make no more".formatted(MAX_CALLS), false))
                : Optional.empty();
    }

    private CompletionStage<ToolResult> read(
            String name, JsonNode arguments, Supplier<CompletionStage<ToolResult>> send) {
        return over().map(TaskContext::done).orElseGet(() -> noted(name, arguments, List.of(), send));
    }

    private CompletionStage<ToolResult> call(
            String tool, JsonNode arguments, Supplier<CompletionStage<ToolResult>> send) {
        var over = over();
        if (over.isPresent()) {
            return done(over.get());
        }
        var risk = access.risk(tool);
        if (risk == Risk.WRITE && most == Risk.READ) {
            return done(new ToolResult.Unavailable(
                    "%s is not called: the agent's card says that it changes nothing".formatted(tool), false));
        }
        if (risk != Risk.WRITE) {
            return noted(tool, arguments, List.of(), send);
        }
        try {
            var origins = Provenance.ofCall(tool, arguments, input, evidence());
            var refusal = Remarks.refusal(origins);
            refusal.ifPresent(why -> access.provenanceRefused(Risk.WRITE));
            return refusal.isPresent()
                    ? done(new ToolResult.Unavailable(refusal.get(), false))
                    : noted(tool, arguments, origins, send);
        } catch (IllegalArgumentException tooMuch) {
            return done(
                    new ToolResult.Unavailable("%s is not called: %s".formatted(tool, tooMuch.getMessage()), false));
        }
    }

    private CompletionStage<ToolResult> noted(
            String tool, JsonNode arguments, List<Origin> origins, Supplier<CompletionStage<ToolResult>> send) {
        long at = clock.millis();
        int number = sent.incrementAndGet();
        lines.called(number, tool);
        var asked = most == Risk.READ ? arguments : arguments.<JsonNode>deepCopy();
        return send.get().thenApply(result -> {
            lines.answered(number);
            result.fold(ok -> oldest.note(ok.asOf()), error -> oldest, unavailable -> oldest);
            calls.add(remembered(tool, arguments, result, at, origins));
            if (most != Risk.READ) {
                evidence.add(new Evidence(tool, asked, answer(result)));
            }
            return result;
        });
    }

    /** A copy, because the agent may change what it is given. */
    private static JsonNode answer(ToolResult result) {
        return result.<JsonNode>fold(
                ok -> ok.content().<JsonNode>deepCopy(),
                error -> TextNode.valueOf(error.message()),
                unavailable -> TextNode.valueOf(unavailable.reason()));
    }

    /** What the tools answered so far. */
    List<Evidence> evidence() {
        return List.copyOf(evidence);
    }

    private ToolCall remembered(String tool, JsonNode arguments, ToolResult result, long at, List<Origin> origins) {
        return new ToolCall(
                tool,
                cut(arguments.toString(), MAX_ARGUMENTS),
                result.fold(ok -> "ok", error -> "error", unavailable -> "unavailable"),
                cut(result.fold(ok -> "", ToolResult.ToolError::message, ToolResult.Unavailable::reason), MAX_DETAIL),
                at,
                (int) (clock.millis() - at),
                result.fold(
                        ok -> ok.asOf().map(Instant::toEpochMilli).orElse(null), error -> null, unavailable -> null),
                origins.stream().map(Origin::shortened).toList());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static CompletionStage<ToolResult> done(ToolResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /** The calls made so far, in the order in which they ended. */
    List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    /** How old the oldest answer is that this task was given, if one was not current. */
    Optional<Instant> asOf() {
        return oldest.asOf();
    }

    /** From here on the agent can call nothing: nobody would learn of it. */
    void end() {
        ended = true;
        lines.end();
    }

    /** As {@link #end}, and the agent may know. */
    void cancel() {
        end();
        canceled.complete(null);
    }

    /** Tells what the task waits for, if it has waited long. */
    void lookAround() {
        lines.lookAround();
    }

    @Override
    public void progress(String line) {
        lines.say(line);
    }

    @Override
    public CompletionStage<Void> canceled() {
        return canceled.minimalCompletionStage();
    }

    @Override
    public Tools tools() {
        return tools;
    }

    @Override
    public TravelerMemory memory() {
        return ended ? TravelerMemory.NONE : memory;
    }

    @Override
    public Traveler traveler() {
        return traveler;
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
