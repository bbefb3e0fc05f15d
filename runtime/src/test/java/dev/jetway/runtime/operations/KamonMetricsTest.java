package dev.jetway.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;
import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelsStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** From the first call of a port to the text Prometheus reads, by way of the actor that starts Kamon. */
class KamonMetricsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "metrics", ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern LINE = Pattern.compile("# (?:HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{" + LABEL + "(?:," + LABEL + ")*})? (?:[-+0-9.eE]+|NaN|[+-]Inf)");

    @AfterAll
    static void stop() {
        KamonMetrics.stop()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        KIT.shutdownTestKit();
    }

    @Test
    void whatHappenedBeforeAndAfterTheStartIsReadByPrometheus() {
        var metrics = new DeferredMetrics();
        var configured = new AtomicReference<>(Catalogs.hotelsDown());
        assertThat(metrics.scrape()).startsWith("#");
        metrics.turnEnded(Outcome.ANSWERED, 300);
        metrics.messageJudged(Judgement.ACCEPTED);
        metrics.connections(3);

        KIT.spawn(GaugesActor.create(
                () -> KamonMetrics.start(ConfigFactory.load()),
                metrics,
                keeper -> {
                    keeper.toolServers(configured.get());
                    keeper.models(models(), new CachedPlanner.Counts(4, 3, 2, 1));
                },
                () -> CompletableFuture.completedStage(7),
                Duration.ZERO,
                Duration.ofSeconds(1)));
        metrics.turnEnded(Outcome.FAILED, 45_000);
        metrics.toolCalled("flights.search", new ToolResult.Ok(JsonNodeFactory.instance.objectNode()), 20_000_000);
        metrics.toolCalled(
                "flights.search",
                new ToolResult.Ok(JsonNodeFactory.instance.objectNode(), Optional.of(Instant.EPOCH)),
                1_000);
        metrics.toolCalled("hotels.search", new ToolResult.Unavailable("down", false), 1_000);
        metrics.commitmentEnded(new CommitOutcome.Unknown("nobody knows"));
        metrics.openCases(2, 90_000);
        metrics.slowConsumer();
        metrics.provenanceRefused(Risk.WRITE);

        var expected = new String[] {
            "jetway_turn_duration_seconds_count{outcome=\"answered\"} 1.0",
            "jetway_turn_duration_seconds_bucket{le=\"0.25\",outcome=\"answered\"} 0.0",
            "jetway_turn_duration_seconds_bucket{le=\"0.5\",outcome=\"answered\"} 1.0",
            "jetway_turn_duration_seconds_count{outcome=\"failed\"} 1.0",
            "jetway_messages_total{outcome=\"accepted\"} 1.0",
            "jetway_messages_total{outcome=\"rate_limited\"} 0.0",
            "jetway_tool_call_duration_seconds_count{outcome=\"ok\",tool=\"flights.search\"} 1.0",
            "jetway_tool_call_duration_seconds_count{outcome=\"unavailable\",tool=\"hotels.search\"} 1.0",
            "jetway_tool_call_duration_seconds_count{outcome=\"stale\",tool=\"flights.search\"} 1.0",
            "jetway_breaker_transitions_total{to=\"open\",server=\"hotels\"} 2.0",
            "jetway_breaker_transitions_total{to=\"closed\",server=\"hotels\"} 1.0",
            "jetway_tool_rejections_total{server=\"hotels\",by=\"breaker\"} 6.0",
            "jetway_tool_rejections_total{server=\"hotels\",by=\"other\"} 3.0",
            "jetway_tool_retries_total{server=\"flights\"} 5.0",
            "jetway_tool_cache_reads_total{outcome=\"hit\",server=\"flights\"} 30.0",
            "jetway_tool_cache_reads_total{outcome=\"shared\",server=\"flights\"} 5.0",
            "jetway_tool_cache_reads_total{outcome=\"miss\",server=\"flights\"} 15.0",
            "jetway_tool_cache_stale_total{server=\"flights\"} 4.0",
            "jetway_tool_cache_bytes 4096.0",
            "jetway_tool_questions_total{for=\"model\",outcome=\"answered\",server=\"flights\"} 3.0",
            "jetway_tool_questions_total{for=\"model\",outcome=\"refused\",server=\"flights\"} 1.0",
            "jetway_tool_questions_total{for=\"folders\",outcome=\"refused\",server=\"flights\"} 0.0",
            "jetway_provenance_refusals_total{risk=\"write\"} 1.0",
            "jetway_provenance_refusals_total{risk=\"commit\"} 0.0",
            "jetway_commitments_total{outcome=\"unknown\"} 1.0",
            "jetway_commitments_total{outcome=\"done\"} 0.0",
            "jetway_desk_cases_open 2.0",
            "jetway_desk_oldest_seconds 90.0",
            "jetway_websocket_connections 3.0",
            "jetway_websocket_slow_consumers_total 1.0",
            "jetway_conversations_live 7.0",
            "jetway_tool_server_connected{server=\"hotels\"} 0.0",
            "jetway_tool_server_setbacks{server=\"hotels\"} 7.0",
            "jetway_breaker_state{state=\"open\",server=\"hotels\"} 1.0",
            "jetway_breaker_state{state=\"closed\",server=\"hotels\"} 0.0",
            "jetway_breaker_state{state=\"closed\",server=\"flights\"} 1.0",
            "jetway_tools{verdict=\"changed\",server=\"flights\"} 1.0",
            "jetway_tools{verdict=\"missing\",server=\"flights\"} 1.0",
            "jetway_tools{verdict=\"pinned\",server=\"flights\"} 0.0",
            "jetway_instructions_changed{server=\"flights\"} 1.0",
            "jetway_instructions_changed{server=\"hotels\"} 0.0",
            "jetway_canary_withdrawn{of=\"hotels\",server=\"flights\"} 1.0",
            "jetway_bulkhead_running{server=\"flights\"} 2.0",
            "jetway_bulkhead_waiting{server=\"flights\"} 1.0",
            "jetway_tool_availability{tool=\"flights.search\"} 0.75",
            "jetway_model_calls_total{outcome=\"answered\",model=\"small\"} 9.0",
            "jetway_model_calls_total{outcome=\"rate_limited\",model=\"small\"} 2.0",
            "jetway_model_calls_total{outcome=\"canceled\",model=\"small\"} 0.0",
            "jetway_model_tokens_total{model=\"small\",kind=\"cached_input\"} 400.0",
            "jetway_model_tokens_total{model=\"small\",kind=\"output\"} 50.0",
            "jetway_model_cost_millionths_total{model=\"small\"} 1500.0",
            "jetway_model_call_millis_total{model=\"small\"} 8000.0",
            "jetway_model_well{model=\"small\"} 0.0",
            "jetway_model_running{model=\"small\"} 3.0",
            "jetway_model_spent{tenant=\"all\"} 12.5",
            "jetway_plan_cache_reads_total{outcome=\"equal\"} 4.0",
            "jetway_plan_cache_reads_total{outcome=\"personal\"} 1.0",
        };
        KIT.createTestProbe().awaitAssert(Duration.ofSeconds(120), Duration.ofMillis(500), () -> {
            assertThat(metrics.scrape().lines()).contains(expected);
            return null;
        });
        assertThat(metrics.scrape().lines())
                .as("series with a label left out")
                .noneMatch(
                        line -> line.matches("jetway_(breaker|tool_call)[^{]*\\{(le=[^,]*,)?(server|tool)=[^,]*}.*"));
        assertThat(metrics.scrape().lines())
                .isNotEmpty()
                .allMatch(line -> LINE.matcher(line).matches());

        configured.set(new ToolCatalog(new TreeMap<>(), 0));
        KIT.createTestProbe().awaitAssert(Duration.ofSeconds(120), Duration.ofMillis(500), () -> {
            assertThat(metrics.scrape().lines())
                    .as("servers that are not configured any more")
                    .contains(
                            "jetway_tool_server_connected{server=\"flights\"} 0.0",
                            "jetway_tool_server_setbacks{server=\"hotels\"} 0.0",
                            "jetway_canary_withdrawn{of=\"hotels\",server=\"flights\"} 0.0",
                            "jetway_breaker_state{state=\"open\",server=\"hotels\"} 0.0",
                            "jetway_breaker_state{state=\"closed\",server=\"flights\"} 0.0",
                            "jetway_tools{verdict=\"changed\",server=\"flights\"} 0.0",
                            "jetway_bulkhead_waiting{server=\"flights\"} 0.0",
                            "jetway_tool_retries_total{server=\"flights\"} 5.0");
            return null;
        });
    }

    private static ModelsStatus models() {
        var small = new ModelsStatus.Model(
                false, 3, 9, Map.of(Kind.RATE_LIMITED, 2L), 8_000, new TokenUse(1_000, 400, 50), 1_500_999);
        return new ModelsStatus(
                new TreeMap<>(Map.of("small", small)), new TreeMap<>(Map.of("", new BigDecimal("12.5"))));
    }
}
