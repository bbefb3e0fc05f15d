package dev.jetway.mcp;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.server.ListedTool;
import dev.jetway.mcp.server.Reading;
import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.server.ToolServer;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The way out to tools: every MCP server of the configuration, connected and kept connected.
 *
 * <p>Calls never block and never fail: each outcome is a {@link ToolResult}, within the server's call
 * time-out and the caller's deadline. One server's trouble (slow, broken, gone) costs the callers of no
 * other. Safe for use by many threads. Continuations of the returned stages run on the actor system's
 * dispatcher or the common pool and must not block either.
 */
public final class McpBridge {

    private final RunningServers servers;

    private McpBridge(RunningServers servers) {
        this.servers = servers;
    }

    /**
     * Starts connecting to every configured server and returns at once. A server that is down stops nobody:
     * its calls are refused with a sentence until it comes up. The connections belong to the actor system
     * and end with it, or with {@link #close()}.
     *
     * @throws IllegalArgumentException if a file with a secret or the lock file cannot be read, or a server may ask
     *     for a language model
     */
    public static McpBridge start(ActorSystem<?> system, McpBridgeSettings settings) {
        return start(system, settings, Optional.empty(), Clock.systemUTC());
    }

    /**
     * As {@link #start(ActorSystem, McpBridgeSettings)}, on a node that has a language model.
     *
     * @param model writes texts for servers whose entry lets them ask for some ({@code may-ask.model})
     */
    public static McpBridge start(ActorSystem<?> system, McpBridgeSettings settings, TextModel model) {
        return start(system, settings, Optional.of(model), Clock.systemUTC());
    }

    static McpBridge start(ActorSystem<?> system, McpBridgeSettings settings, Optional<TextModel> model, Clock clock) {
        return new McpBridge(new RunningServers(system, settings, model, clock));
    }

    /**
     * Goes over to other settings without interrupting anybody. Servers whose entry is the same keep
     * connection, breaker and kept answers. Those that were added or changed are connected to first; then all
     * new calls go to the servers as they are configured now, at once. Calls still under way over a
     * connection that was replaced or removed end there, each within its time; then it is closed.
     *
     * <p>Completes when the new settings are in force, after about the longest {@code connect-timeout} among the
     * servers that are added or changed at most; one that cannot be reached stops nobody, as at the start. The
     * lock file is read again. Repeating it with the same settings keeps everything.
     *
     * <p>Fails, having changed nothing, with an {@link IllegalArgumentException} if the lock file or the secret
     * cannot be read or a setting takes a restart, which its message says, and with an {@link
     * IllegalStateException} while another reload is under way or when the bridge is closed; either may be
     * wrapped in a {@link java.util.concurrent.CompletionException}.
     */
    public CompletionStage<Reloaded> reload(McpBridgeSettings settings) {
        return servers.reload(settings);
    }

    /** The tools as one agent may use them for one task. Commit-class tools are refused. */
    public Tools toolsFor(CallScope scope) {
        return new Scoped(scope);
    }

    private final class Scoped implements Tools {

        private final CallScope scope;

        private Scoped(CallScope scope) {
            this.scope = scope;
        }

        @Override
        public CompletionStage<ToolResult> call(String tool, JsonNode arguments) {
            if (!scope.allowedTools().contains(tool)) {
                return refused("%s may not be called here: it is not among the agent's tools".formatted(tool));
            }
            return McpBridge.this.call(
                    tool,
                    name -> new ToolServer.Request(
                            name,
                            arguments,
                            scope.traveler(),
                            scope.deadline(),
                            false,
                            Optional.empty(),
                            scope.fresh(),
                            scope.progress()));
        }

        @Override
        public CompletionStage<ToolResult> read(String server, String uri) {
            return read(server, Reading.resource(uri));
        }

        @Override
        public CompletionStage<ToolResult> prompt(String server, String name, Map<String, String> arguments) {
            return read(server, Reading.prompt(name, arguments));
        }

        @Override
        public CompletionStage<ToolResult> suggestions(String server, String prompt, String argument, String begun) {
            return read(server, Reading.suggestions(prompt, argument, begun));
        }

        private CompletionStage<ToolResult> read(String server, Reading reading) {
            if (!reading.isAmong(server, scope.allowedTools())) {
                return refused(
                        "%s may not be read here: it is not among the agent's tools".formatted(reading.name(server)));
            }
            return reach(server, route -> route.read(reading, scope))
                    .orElseGet(() -> unknownServer(reading.name(server)));
        }
    }

    /**
     * Calls a tool that may change the world for good, after the traveler approved exactly this call. Sends
     * it once: repeating it, or asking what became of it, is up to the caller, who learns from {@link
     * ToolResult.Unavailable#mayHaveRun()} whether the call surely never reached the tool.
     *
     * @param idempotencyKey goes along as the argument {@code idempotencyKey} where the tool takes one
     */
    public CompletionStage<ToolResult> commit(
            Traveler traveler, String tool, JsonNode arguments, String idempotencyKey, Instant deadline) {
        return call(
                tool,
                name -> new ToolServer.Request(
                        name,
                        arguments,
                        Optional.of(traveler),
                        deadline,
                        true,
                        Optional.of(idempotencyKey),
                        true,
                        line -> {}));
    }

    private CompletionStage<ToolResult> call(String name, Function<String, ToolServer.Request> request) {
        return ToolName.parse(name)
                .flatMap(parsed -> reach(parsed.server(), route -> route.call(request.apply(parsed.tool()))))
                .orElseGet(() -> unknownServer(name));
    }

    /** Empty when there is no such server. */
    private Optional<CompletionStage<ToolResult>> reach(
            String server, Function<Route, Optional<CompletionStage<ToolResult>>> way) {
        Route route = route(server).orElse(null);
        while (route != null) {
            Optional<CompletionStage<ToolResult>> outcome = way.apply(route);
            if (outcome.isPresent()) {
                return outcome;
            }
            // It was replaced or removed since we looked it up.
            route = route(server).orElse(null);
        }
        return Optional.empty();
    }

    private Optional<Route> route(String server) {
        return Optional.ofNullable(servers.now().routes().get(server));
    }

    private static CompletionStage<ToolResult> unknownServer(String name) {
        return refused("%s may not be called: no such server is configured".formatted(name));
    }

    private static CompletionStage<ToolResult> refused(String reason) {
        return CompletableFuture.completedStage(new ToolResult.Unavailable(reason, false));
    }

    /** What a tool may change in the world; {@link Risk#COMMIT} for a tool nobody has seen yet. */
    public Risk risk(String tool) {
        return find(tool).map(ListedTool::risk).orElse(Risk.COMMIT);
    }

    /** Whether repeating a call with the same idempotency key does nothing more. False when in doubt. */
    public boolean idempotent(String tool) {
        return find(tool).map(ListedTool::idempotent).orElse(false);
    }

    private Optional<ListedTool> find(String name) {
        return ToolName.parse(name)
                .flatMap(parsed -> route(parsed.server())
                        .map(route -> route.server().tools().tools().get(parsed.tool())));
    }

    /** What every server offers and how it is now. */
    public ToolCatalog catalog() {
        SortedMap<String, ToolCatalog.Server> entries = new TreeMap<>();
        RunningServers.Fleet now = servers.now();
        now.servers().forEach((name, running) -> {
            ServerSettings configured = running.settings();
            ToolServer server = running.tools();
            SortedMap<String, ToolCatalog.Entry> tools = new TreeMap<>();
            server.tools()
                    .forEach((tool, listed) -> tools.put(
                            tool, new ToolCatalog.Entry(listed, configured.allows(tool), server.health(listed))));
            Optional<Canary.Status> canary = configured
                    .canary()
                    .flatMap(own -> now.routes().get(own.of()).trial())
                    .map(trial -> trial.canary().canary().status());
            entries.put(name, new ToolCatalog.Server(server.status(), tools, server.review(), canary));
        });
        return new ToolCatalog(entries, servers.cacheBytes());
    }

    /** Completes when every server has been reached, or found unreachable, for the first time. */
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(servers.now().servers().values().stream()
                .map(server -> server.tools().settled().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Ends every session, fails the calls that still wait for an answer and refuses new ones. Completes
     * within the close time-out whatever the servers do; never fails. Safe to repeat.
     */
    public CompletionStage<Void> close() {
        return servers.close();
    }
}
