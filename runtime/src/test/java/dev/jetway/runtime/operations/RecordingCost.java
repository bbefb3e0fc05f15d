package dev.jetway.runtime.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;

/** Prints what counting one turn with three tool calls costs. Run by hand. */
final class RecordingCost {

    private static final int TURNS = 2_000_000;
    private static final int ROUNDS = 5;

    private RecordingCost() {}

    public static void main(String[] arguments) {
        var config = ConfigFactory.load();
        long before = System.nanoTime();
        var kamon = KamonMetrics.start(config);
        System.out.printf("starting Kamon took %d ms%n", (System.nanoTime() - before) / 1_000_000);
        var metrics = new DeferredMetrics();
        metrics.open(kamon);
        var ok = new ToolResult.Ok(JsonNodeFactory.instance.objectNode());
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int turn = 0; turn < TURNS; turn++) {
                metrics.messageJudged(Judgement.ACCEPTED);
                metrics.toolCalled("flights.search", ok, 1_000_000 + turn);
                metrics.toolCalled("hotels.search", ok, 2_000_000 + turn);
                metrics.toolCalled("weather.forecast", ok, 3_000_000 + turn);
                metrics.turnEnded(Outcome.ANSWERED, turn % 5_000);
            }
            System.out.printf("%d ns per turn%n", (System.nanoTime() - start) / TURNS);
        }
        KamonMetrics.stop();
    }
}
