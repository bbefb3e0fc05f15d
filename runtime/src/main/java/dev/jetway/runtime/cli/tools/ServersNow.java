package dev.jetway.runtime.cli.tools;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.jetway.mcp.McpBridge;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.runtime.cli.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers what they offer, once, over connections of its own. */
final class ServersNow {

    private static final long LIMIT_SECONDS = 120;

    private ServersNow() {}

    /** @throws Failure if the token secret cannot be read, or a server neither answers nor fails */
    static ToolCatalog ask(McpBridgeSettings settings) throws InterruptedException {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "jetway-tools",
                ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
        try {
            McpBridge bridge = McpBridge.start(system, settings);
            bridge.settled().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            ToolCatalog catalog = bridge.catalog();
            bridge.close().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return catalog;
        } catch (IllegalArgumentException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A bridge reports no failures", e);
        } catch (TimeoutException e) {
            throw new Failure("Not every server answered or failed within %d s.".formatted(LIMIT_SECONDS), e);
        } finally {
            system.terminate();
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .completeOnTimeout(Done.getInstance(), LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }
}
