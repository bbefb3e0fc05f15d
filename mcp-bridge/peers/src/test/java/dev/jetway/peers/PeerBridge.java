package dev.jetway.peers;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.CallScope;
import dev.jetway.mcp.McpBridge;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.mcp.server.ServerStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A bridge in an actor system of its own, before one server named {@code it}. */
final class PeerBridge implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Traveler ADA = new Traveler("ada", "en-GB", "Europe/London", "GBP");

    private final ActorTestKit kit = ActorTestKit.create();
    private final McpBridge bridge;

    private PeerBridge(String entry, Optional<TextModel> model) {
        McpBridgeSettings settings = McpBridgeSettings.from(ConfigFactory.parseString(
                        "jetway.mcp.servers.it { allow = [\"*\"], retry.attempts = 1, " + entry + " }")
                .withFallback(ConfigFactory.load()));
        bridge = model.map(it -> McpBridge.start(kit.system(), settings, it))
                .orElseGet(() -> McpBridge.start(kit.system(), settings));
        await(bridge.settled());
    }

    /**
     * Returns when the server was reached, or found unreachable.
     *
     * @param settings further settings of the server's entry
     */
    PeerBridge(URI url, String settings) {
        this(at(url, settings), Optional.empty());
    }

    /** The same, on a node that has a language model. */
    PeerBridge(URI url, String settings, TextModel model) {
        this(at(url, settings), Optional.of(model));
    }

    private static String at(URI url, String settings) {
        return "url = \"%s\", %s".formatted(url, settings);
    }

    /** The same, before a program that is started. */
    PeerBridge(List<String> command, String settings) {
        this(by(command, settings), Optional.empty());
    }

    PeerBridge(List<String> command, String settings, TextModel model) {
        this(by(command, settings), Optional.of(model));
    }

    private static String by(List<String> command, String settings) {
        return "command = %s, %s"
                .formatted(ConfigValueFactory.fromIterable(command).render(), settings);
    }

    ToolCatalog.Server server() {
        return bridge.catalog().servers().get("it");
    }

    ServerStatus status() {
        return server().status();
    }

    CompletionStage<ToolResult> start(String tool, String arguments) {
        return tools("it." + tool).call("it." + tool, json(arguments));
    }

    /** What an agent with this on its card gets. */
    Tools tools(String... card) {
        return bridge.toolsFor(
                new CallScope(Optional.of(ADA), Set.of(card), Instant.now().plus(PATIENCE)));
    }

    ToolResult call(String tool, String arguments) {
        return await(start(tool, arguments));
    }

    /** Waits until something holds that other threads bring about. */
    void eventually(String what, Predicate<ServerStatus> holds) {
        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            if (!holds.test(status())) {
                throw new AssertionError("Not yet: " + what + "; " + status());
            }
            return null;
        });
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No outcome", e);
        }
    }

    @Override
    public void close() {
        await(bridge.close());
        kit.shutdownTestKit();
    }
}
