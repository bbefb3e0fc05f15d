package dev.jetway.mcp;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.cache.ReadCache;
import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.identity.TokenMint;
import dev.jetway.mcp.server.CallEnvironment;
import dev.jetway.mcp.server.CanaryRoute;
import dev.jetway.mcp.server.ListedTool;
import dev.jetway.mcp.server.McpServerActor;
import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.server.ToolServer;
import dev.jetway.mcp.transport.JsonRpc;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.Pins;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final AtomicLong STARTED = new AtomicLong();

    private final ActorSystem<?> system;
    private final McpBridgeSettings settings;
    private final HttpPool http;
    private final SortedMap<String, ToolServer> servers;
    private final SortedMap<String, ActorRef<McpServerActor.Command>> actors;
    private final SortedMap<String, CanaryRoute> canaries;
    private final ReadCache reads;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private McpBridge(
            ActorSystem<?> system,
            McpBridgeSettings settings,
            HttpPool http,
            SortedMap<String, ToolServer> servers,
            SortedMap<String, ActorRef<McpServerActor.Command>> actors,
            SortedMap<String, CanaryRoute> canaries,
            ReadCache reads) {
        this.system = system;
        this.settings = settings;
        this.http = http;
        this.servers = servers;
        this.actors = actors;
        this.canaries = canaries;
        this.reads = reads;
    }

    /**
     * Starts connecting to every configured server and returns at once. A server that is down stops nobody:
     * its calls are refused with a sentence until it comes up. The connections belong to the actor system
     * and end with it, or with {@link #close()}.
     *
     * @throws IllegalArgumentException if the token secret or the lock file cannot be read
     */
    public static McpBridge start(ActorSystem<?> system, McpBridgeSettings settings) {
        return start(system, settings, Clock.systemUTC());
    }

    static McpBridge start(ActorSystem<?> system, McpBridgeSettings settings, Clock clock) {
        Optional<LockFile> lock = settings.lockFile().map(LockFile::read);
        HttpPool http = new HttpPool(
                settings.tcpConnectTimeout(),
                system.dispatchers().lookup(DispatcherSelector.blocking()),
                settings.trustedCertificates());
        ReadCache reads = new ReadCache(settings.cacheBytes(), clock, system.scheduler(), system.executionContext());
        CallEnvironment environment = new CallEnvironment(
                http,
                new JsonRpc(),
                settings.secretFile().map(file -> TokenMint.fromFile(file, clock)),
                reads,
                clock,
                system.scheduler(),
                system.executionContext());
        long number = STARTED.incrementAndGet();
        SortedMap<String, ToolServer> servers = new TreeMap<>();
        SortedMap<String, ActorRef<McpServerActor.Command>> actors = new TreeMap<>();
        for (ServerSettings server : settings.servers().values()) {
            ToolServer toolServer = new ToolServer(server, environment, pins(server, lock));
            servers.put(server.name(), toolServer);
            actors.put(
                    server.name(),
                    system.systemActorOf(
                            McpServerActor.create(toolServer),
                            "mcp-%d-%s".formatted(number, server.name()),
                            Props.empty()));
        }
        return new McpBridge(system, settings, http, servers, actors, canaries(settings, servers, clock), reads);
    }

    /** By the name of the server each of them stands in for. */
    private static SortedMap<String, CanaryRoute> canaries(
            McpBridgeSettings settings, SortedMap<String, ToolServer> servers, Clock clock) {
        SortedMap<String, CanaryRoute> canaries = new TreeMap<>();
        for (ServerSettings server : settings.servers().values()) {
            server.canary()
                    .ifPresent(canary -> canaries.put(
                            canary.of(),
                            new CanaryRoute(
                                    servers.get(canary.of()),
                                    servers.get(server.name()),
                                    new Canary(server.name(), canary, clock))));
        }
        return canaries;
    }

    private static Pins pins(ServerSettings server, Optional<LockFile> lock) {
        if (!server.pin()) {
            return Pins.none();
        }
        return lock.map(file -> Pins.locked(file.server(server.name())))
                .orElseGet(() -> Pins.firstUse(server.limits().maxTools()));
    }

    /** The tools as one agent may use them for one task. Commit-class tools are refused. */
    public Tools toolsFor(CallScope scope) {
        return (tool, arguments) -> {
            if (!scope.allowedTools().contains(tool)) {
                return refused("%s may not be called here: it is not among the agent's tools".formatted(tool));
            }
            return call(
                    tool,
                    name -> new ToolServer.Request(
                            name,
                            arguments,
                            scope.traveler(),
                            scope.deadline(),
                            false,
                            Optional.empty(),
                            scope.fresh()));
        };
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
                        name, arguments, Optional.of(traveler), deadline, true, Optional.of(idempotencyKey), true));
    }

    private CompletionStage<ToolResult> call(String name, Function<String, ToolServer.Request> request) {
        Optional<ToolName> parsed = ToolName.parse(name);
        ToolServer server = parsed.map(found -> servers.get(found.server())).orElse(null);
        if (server == null) {
            return refused("%s may not be called: no such server is configured".formatted(name));
        }
        CanaryRoute canary = canaries.get(parsed.get().server());
        ToolServer.Request asked = request.apply(parsed.get().tool());
        return canary == null ? server.call(asked) : canary.call(asked);
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
                .flatMap(parsed -> Optional.ofNullable(servers.get(parsed.server()))
                        .map(server -> server.tools().get(parsed.tool())));
    }

    /** What every server offers and how it is now. */
    public ToolCatalog catalog() {
        SortedMap<String, ToolCatalog.Server> entries = new TreeMap<>();
        servers.forEach((name, server) -> {
            ServerSettings configured = settings.servers().get(name);
            SortedMap<String, ToolCatalog.Entry> tools = new TreeMap<>();
            server.tools()
                    .forEach((tool, listed) -> tools.put(tool, new ToolCatalog.Entry(listed, configured.allows(tool))));
            Optional<Canary.Status> canary = configured
                    .canary()
                    .map(own -> canaries.get(own.of()).canary().status());
            entries.put(name, new ToolCatalog.Server(server.status(), tools, server.review(), canary));
        });
        return new ToolCatalog(entries, reads.bytes());
    }

    /** Completes when every server has been reached, or found unreachable, for the first time. */
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(servers.values().stream()
                .map(server -> server.settled().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Ends every session, fails the calls that still wait for an answer and refuses new ones. Completes
     * within the close time-out whatever the servers do; never fails. Safe to repeat.
     */
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            stopAll().whenComplete((done, error) -> {
                http.close();
                closed.complete(null);
            });
        }
        return closed.minimalCompletionStage();
    }

    private CompletableFuture<Void> stopAll() {
        CompletableFuture<?>[] stops = actors.values().stream()
                .map(actor -> AskPattern.<McpServerActor.Command, Done>ask(
                                actor, McpServerActor.Stop::new, settings.closeTimeout(), system.scheduler())
                        .exceptionally(error -> Done.getInstance())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(stops);
    }
}
