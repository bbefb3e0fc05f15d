package dev.jetway.mcp;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.mcp.server.ServerStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A bridge in an actor system of its own, before one server named {@code it}. */
final class TestBridge implements AutoCloseable {

    static final Traveler ADA = new Traveler("ada", "en-GB", "Europe/London", "GBP");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ActorTestKit kit;
    private final McpBridge bridge;
    private final Clock clock;

    private TestBridge(ActorTestKit kit, String config, Clock clock) {
        this(kit, config, Optional.empty(), clock);
    }

    private TestBridge(ActorTestKit kit, String config, Optional<TextModel> model, Clock clock) {
        this.kit = kit;
        this.clock = clock;
        this.bridge = McpBridge.start(kit.system(), settings(config), model, clock);
        await(bridge.settled());
    }

    /** Before one server, with further settings for its entry. */
    static TestBridge before(URI url, String settings) {
        return before(url, settings, "", Clock.systemUTC());
    }

    static TestBridge before(URI url, String settings, String more, Clock clock) {
        return on(ActorTestKit.create(), url, settings, more, clock);
    }

    /** On an actor system of a test's own choice, which ends with the bridge. */
    static TestBridge on(ActorTestKit kit, URI url, String settings, String more, Clock clock) {
        return new TestBridge(kit, configuration(url, settings, more), clock);
    }

    static String configuration(URI url, String settings, String more) {
        return """
                jetway.mcp {
                  servers.it { url = "%s", allow = ["*"], reconnect { min = 50ms, max = 200ms }, retry.attempts = 1
                    %s
                  }
                  %s
                }""".formatted(url, settings, more);
    }

    /** Before whatever the configuration says. */
    static TestBridge with(String config) {
        return new TestBridge(ActorTestKit.create(), config, Clock.systemUTC());
    }

    /** On a node that has a language model. */
    static TestBridge with(String config, TextModel model) {
        return new TestBridge(ActorTestKit.create(), config, Optional.of(model), Clock.systemUTC());
    }

    CompletionStage<Reloaded> reload(String config) {
        return bridge.reload(settings(config));
    }

    private static McpBridgeSettings settings(String config) {
        return McpBridgeSettings.from(ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
    }

    McpBridge bridge() {
        return bridge;
    }

    ActorSystem<?> system() {
        return kit.system();
    }

    ServerStatus status() {
        return bridge.catalog().servers().get("it").status();
    }

    CompletionStage<ToolResult> start(String tool, String arguments) {
        return start(Optional.of(ADA), tool, arguments);
    }

    CompletionStage<ToolResult> start(Optional<Traveler> traveler, String tool, String arguments) {
        return startAt("it." + tool, traveler, arguments);
    }

    /** Calls a tool of any server, by its full name. */
    CompletionStage<ToolResult> startAt(String tool, Optional<Traveler> traveler, String arguments) {
        return bridge.toolsFor(new CallScope(traveler, Set.of(tool), deadline()))
                .call(tool, json(arguments));
    }

    ToolResult call(String tool, String arguments) {
        return await(start(tool, arguments));
    }

    ToolResult commit(String tool, String arguments) {
        return await(bridge.commit(ADA, "it." + tool, json(arguments), "key-12345678", deadline()));
    }

    private Instant deadline() {
        return clock.instant().plus(PATIENCE);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Calls of the tool {@code book}, side by side; all answered. */
    List<ToolResult> commitsAtOnce(int calls) {
        return Stream.generate(() -> bridge.commit(
                        ADA,
                        "it.book",
                        json("{}"),
                        "key-12345678",
                        Instant.now().plus(Patience.LIMIT)))
                .limit(calls)
                .toList()
                .stream()
                .map(TestBridge::await)
                .toList();
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No outcome", e);
        }
    }

    /** Waits until something holds that other threads bring about. */
    void eventually(String what, BooleanSupplier holds) {
        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            if (!holds.getAsBoolean()) {
                throw new AssertionError(
                        "Not yet: " + what + "; " + bridge.catalog().servers());
            }
            return null;
        });
    }

    @Override
    public void close() {
        await(bridge.close());
        kit.shutdownTestKit();
    }
}
