package dev.jetway.runtime.operations;

import akka.Done;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelsStatus;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Timer;
import kamon.prometheus.PrometheusReporter;
import kamon.tag.TagSet;
import scala.compat.java8.FutureConverters;

/**
 * The metrics of this JVM, kept by Kamon. Every instrument is looked up once, so that counting costs an
 * atomic addition. All tags of an instrument are set at once: one after the other leaves an instrument
 * behind for each step. What each one means is in {@code runtime/docs/operations.md}.
 */
final class KamonMetrics implements NodeMetrics {

    /** Tools beyond these are counted together: each name costs memory for good, and agents choose them. */
    private static final int MAX_TOOLS = 500;

    private static final String OTHER_TOOLS = "other";
    private static final String OUTCOME = "outcome";

    private record ToolTimers(Timer ok, Timer stale, Timer error, Timer unavailable) {

        static ToolTimers of(String tool) {
            var timer = Kamon.timer("jetway.tool.call.duration", "Calls of tools");
            var tags = TagSet.of("tool", tool);
            return new ToolTimers(
                    timer.withTags(tags.withTag(OUTCOME, "ok")),
                    timer.withTags(tags.withTag(OUTCOME, "stale")),
                    timer.withTags(tags.withTag(OUTCOME, "error")),
                    timer.withTags(tags.withTag(OUTCOME, "unavailable")));
        }
    }

    private final Map<Outcome, Timer> turns = new EnumMap<>(Outcome.class);
    private final Map<Judgement, Counter> messages = new EnumMap<>(Judgement.class);
    private final Map<String, ToolTimers> tools = new ConcurrentHashMap<>();
    private final Map<String, ServerMetrics> servers = new ConcurrentHashMap<>();
    private final AvailabilityMetrics availability = new AvailabilityMetrics();
    private final ModelMetrics models = new ModelMetrics();
    private final Counter done = commitments("done");
    private final Counter declined = commitments("declined");
    private final Counter notSent = commitments("not_sent");
    private final Counter unknown = commitments("unknown");
    private final Counter writesRefused = refusals("write");
    private final Counter commitsRefused = refusals("commit");
    private final Gauge openCases = Kamon.gauge("jetway.desk.cases.open", "Unknown outcomes that wait for a person")
            .withoutTags();
    private final Gauge oldestCase = Kamon.gauge(
                    "jetway.desk.oldest.seconds", "How long the oldest unknown outcome has waited for a person")
            .withoutTags();
    private final Gauge connections =
            Kamon.gauge("jetway.websocket.connections", "Open WebSockets").withoutTags();
    private final Counter slowConsumers = Kamon.counter(
                    "jetway.websocket.slow.consumers", "Clients cut off because they did not keep up")
            .withoutTags();
    private final Gauge cacheBytes = Kamon.gauge("jetway.tool.cache.bytes", "What kept answers of tools take")
            .withoutTags();
    private final Gauge conversations =
            Kamon.gauge("jetway.conversations.live", "Conversations in memory").withoutTags();

    private KamonMetrics() {
        for (var outcome : Outcome.values()) {
            turns.put(
                    outcome,
                    Kamon.timer("jetway.turn.duration", "Turns, from the message to the end")
                            .withTag(OUTCOME, word(outcome)));
        }
        for (var judgement : Judgement.values()) {
            messages.put(
                    judgement,
                    Kamon.counter("jetway.messages", "Messages clients sent").withTag(OUTCOME, word(judgement)));
        }
    }

    private static Counter refusals(String risk) {
        return Kamon.counter(
                        "jetway.provenance.refusals", "Calls not made because a value came from the middle of a text")
                .withTag("risk", risk);
    }

    private static Counter commitments(String outcome) {
        return Kamon.counter("jetway.commitments", "Approved actions that ended")
                .withTag(OUTCOME, outcome);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Starts Kamon in this JVM. Takes seconds of CPU time on a small machine, on the calling thread. Safe
     * to repeat.
     *
     * @param config the whole configuration
     */
    static KamonMetrics start(Config config) {
        Kamon.initWithoutAttaching(ConfigFactory.parseResources(
                        KamonMetrics.class.getClassLoader(),
                        "metrics.conf",
                        ConfigParseOptions.defaults().setAllowMissing(false))
                .withFallback(config)
                .resolve());
        return new KamonMetrics();
    }

    /** Lets Kamon's threads end, which would keep the JVM alive. */
    static CompletionStage<Done> stop() {
        return FutureConverters.toJava(Kamon.stop()).thenApply(stopped -> Done.getInstance());
    }

    /** Everything in Prometheus' text format, as of the last tick; a comment before the first one. */
    static String scrape() {
        return PrometheusReporter.latestScrapeData().getOrElse(() -> "# Kamon reports nothing to Prometheus\n");
    }

    @Override
    public void turnEnded(Outcome outcome, long millis) {
        turns.get(outcome).record(Math.max(0, millis) * 1_000_000);
    }

    @Override
    public void toolCalled(String tool, ToolResult result, long nanos) {
        var timers = timers(tool);
        result.fold(
                        ok -> ok.asOf().isPresent() ? timers.stale() : timers.ok(),
                        error -> timers.error(),
                        unavailable -> timers.unavailable())
                .record(nanos);
    }

    private ToolTimers timers(String tool) {
        var known = tools.get(tool);
        if (known != null) {
            return known;
        }
        return tools.computeIfAbsent(tools.size() < MAX_TOOLS ? tool : OTHER_TOOLS, ToolTimers::of);
    }

    @Override
    public void provenanceRefused(Risk risk) {
        (risk == Risk.COMMIT ? commitsRefused : writesRefused).increment();
    }

    @Override
    public void openCases(int open, long oldestMillis) {
        openCases.update(open);
        oldestCase.update(oldestMillis / 1_000.0);
    }

    @Override
    public void commitmentEnded(CommitOutcome outcome) {
        outcome.fold(it -> done, it -> declined, it -> notSent, it -> unknown).increment();
    }

    @Override
    public void connections(int open) {
        connections.update(open);
    }

    @Override
    public void slowConsumer() {
        slowConsumers.increment();
    }

    @Override
    public void messageJudged(Judgement judgement) {
        messages.get(judgement).increment();
    }

    void liveConversations(int live) {
        conversations.update(live);
    }

    void models(ModelsStatus status, CachedPlanner.Counts plans) {
        models.update(status, plans);
    }

    void toolServers(ToolCatalog catalog) {
        cacheBytes.update(catalog.cacheBytes());
        availability.update(catalog);
        catalog.servers()
                .forEach((name, server) ->
                        servers.computeIfAbsent(name, ServerMetrics::of).update(server));
        servers.forEach((name, kept) -> {
            if (!catalog.servers().containsKey(name)) {
                kept.end();
            }
        });
    }
}
