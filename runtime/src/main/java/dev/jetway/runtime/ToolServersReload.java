package dev.jetway.runtime;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import dev.jetway.mcp.McpBridge;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.runtime.operations.ReloadReport;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Takes over what the node's configuration says of the tool servers by now. The whole of it is read and
 * checked as at the start, and nothing is changed when something in it is wrong. All else in it waits for
 * the next start, and is named.
 */
final class ToolServersReload implements Supplier<CompletionStage<ReloadReport>> {

    private final NodeSettings started;
    private final Supplier<Config> written;
    private final McpBridge bridge;
    private final Executor blocking;

    /**
     * @param started what the node was started with
     * @param written reads the same sources again; may block
     */
    ToolServersReload(ActorSystem<?> system, NodeSettings started, Supplier<Config> written, McpBridge bridge) {
        this.started = started;
        this.written = written;
        this.bridge = bridge;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Fails as {@link McpBridge#reload} does; wrong settings are an {@link IllegalArgumentException}. */
    @Override
    public CompletionStage<ReloadReport> get() {
        return CompletableFuture.supplyAsync(this::read, blocking)
                .thenCompose(config -> bridge.reload(McpBridgeSettings.from(config))
                        .thenApply(reloaded -> new ReloadReport(reloaded, waiting(started.config(), config))));
    }

    private Config read() {
        try {
            return NodeSettings.from(written.get()).config();
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** The settings that are others than at the start, and that no reload reaches. */
    static SortedSet<String> waiting(Config started, Config now) {
        Map<String, ConfigValue> before = settings(started);
        Map<String, ConfigValue> after = settings(now);
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }

    private static Map<String, ConfigValue> settings(Config config) {
        Map<String, ConfigValue> settings = new TreeMap<>();
        config.getConfig("jetway")
                .withoutPath("mcp")
                .withoutPath("travel")
                .entrySet()
                .forEach(setting -> settings.put("jetway." + setting.getKey(), setting.getValue()));
        return settings;
    }
}
