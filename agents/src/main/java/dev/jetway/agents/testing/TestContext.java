package dev.jetway.agents.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.TravelerMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a runtime would lend to an agent, with a clock that stands still, for tests without a cluster. */
public final class TestContext implements AgentContext {

    /** Saturday. */
    public static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    public static final Traveler TRAVELER = new Traveler("traveler-1", "en-GB", "Europe/London", "GBP");

    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private final Tools tools;
    private final Traveler traveler;
    private final Clock clock;
    private final TravelerMemory memory;
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private TestContext(Tools tools, Traveler traveler, Instant now, TravelerMemory memory) {
        this.tools = tools;
        this.traveler = traveler;
        this.memory = memory;
        this.clock = Clock.fixed(now, ZoneOffset.UTC);
    }

    /** A British traveler on {@link #NOW}. */
    public static TestContext with(Tools tools) {
        return new TestContext(tools, TRAVELER, NOW, TravelerMemory.NONE);
    }

    public TestContext as(Traveler other) {
        return new TestContext(tools, other, clock.instant(), memory);
    }

    public TestContext at(Instant now) {
        return new TestContext(tools, traveler, now, memory);
    }

    /** Of whom something is remembered; see {@link ScriptedMemory}. */
    public TestContext remembering(TravelerMemory known) {
        return new TestContext(tools, traveler, clock.instant(), known);
    }

    /** The traveler cancels the task. */
    public void cancel() {
        canceled.complete(null);
    }

    /** A task for a skill, its input given as JSON text. */
    public static AgentTask task(String skill, String input) {
        try {
            return new AgentTask("conversation", "turn", "task", skill, new ObjectMapper().readTree(input));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + input, e);
        }
    }

    @Override
    public Tools tools() {
        return tools;
    }

    @Override
    public Traveler traveler() {
        return traveler;
    }

    @Override
    public TravelerMemory memory() {
        return memory;
    }

    @Override
    public Instant deadline() {
        return clock.instant().plus(TIME_LIMIT);
    }

    @Override
    public void progress(String line) {
        lines.add(line);
    }

    /** Every line of progress so far, in order. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public CompletionStage<Void> canceled() {
        return canceled.minimalCompletionStage();
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
