package dev.jetway.mcp;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.mcp.cache.ReadCache;
import dev.jetway.mcp.http.HttpPool;
import dev.jetway.mcp.identity.TokenMint;
import dev.jetway.mcp.process.ProcessGuard;
import dev.jetway.mcp.server.CallEnvironment;
import dev.jetway.mcp.server.ServerSettings;
import dev.jetway.mcp.transport.JsonRpc;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.Pins;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of a bridge and what they share. Which ones there are can change while calls run: everybody
 * sees either all servers as they were or all as they are to be. Safe for use by many threads.
 */
final class RunningServers {

    private static final Logger log = LoggerFactory.getLogger(RunningServers.class);

    /** A server is reached or found unreachable within its connect-timeout; this is for what is slow in telling so. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** One set of servers, what it was made of, and the ways to them. */
    record Fleet(
            Reloaded.Told told,
            CallEnvironment environment,
            SortedMap<String, RunningServer> servers,
            SortedMap<String, Route> routes) {

        private static Fleet none(Reloaded.Told told, CallEnvironment environment) {
            return new Fleet(told, environment, Collections.emptySortedMap(), Collections.emptySortedMap());
        }

        private Fleet next(Reloaded.Told said, CallEnvironment means, SortedMap<String, RunningServer> others) {
            return new Fleet(said, means, others, Route.among(others, routes, environment.clock()));
        }
    }

    private final ActorSystem<?> system;
    private final Executor blocking;

    /** Everything that has been started and not been stopped, in the fleet or not. Guarded by itself. */
    private final Set<RunningServer> started = new HashSet<>();

    private final AtomicBoolean reloading = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile Fleet fleet;

    /**
     * Begins to connect to all servers. Blocks for as long as reading the lock file and secrets takes.
     *
     * @throws IllegalArgumentException if one of them cannot be read, or a server may use a model and there is none
     */
    RunningServers(ActorSystem<?> system, McpBridgeSettings settings, Optional<TextModel> model, Clock clock) {
        Reloaded.Told told = told(settings);
        Optional<TokenMint> mint = mint(settings, clock);
        this.system = system;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        CallEnvironment environment = new CallEnvironment(
                new HttpPool(settings.tcpConnectTimeout(), blocking, settings.trustedCertificates()),
                new ProcessGuard(),
                new JsonRpc(),
                mint,
                new ReadCache(settings.cacheBytes(), clock, system.scheduler(), system.executionContext()),
                model,
                clock,
                system.scheduler(),
                system.executionContext(),
                blocking);
        this.fleet = Fleet.none(told, environment);
        this.fleet = fleet.next(told, environment, start(settings.servers().keySet(), told, environment));
    }

    private static Reloaded.Told told(McpBridgeSettings settings) {
        return new Reloaded.Told(settings, settings.lockFile().map(LockFile::read));
    }

    private static Optional<TokenMint> mint(McpBridgeSettings settings, Clock clock) {
        return settings.secretFile().map(file -> TokenMint.fromFile(file, clock));
    }

    Fleet now() {
        return fleet;
    }

    /** What the answers take that are kept. */
    long cacheBytes() {
        return fleet.environment().reads().bytes();
    }

    /** As {@link McpBridge#reload}. */
    CompletionStage<Reloaded> reload(McpBridgeSettings settings) {
        if (!reloading.compareAndSet(false, true)) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("The servers are being reloaded already; try again when that is done"));
        }
        return CompletableFuture.supplyAsync(() -> prepare(settings), blocking)
                .thenCompose(this::adopt)
                .whenComplete((reloaded, error) -> reloading.set(false));
    }

    /** What is to be, already connecting, and what it means. */
    private record Prepared(
            Reloaded.Told told,
            CallEnvironment environment,
            SortedMap<String, RunningServer> servers,
            Collection<RunningServer> fresh,
            Reloaded changes) {}

    private Prepared prepare(McpBridgeSettings settings) {
        Fleet now = fleet;
        requireForLife(now.told().settings(), settings);
        Reloaded.Told told = told(settings);
        Reloaded changes = Reloaded.between(now.told(), told);
        CallEnvironment environment = settings.secretFile()
                        .equals(now.told().settings().secretFile())
                ? now.environment()
                : now.environment().with(mint(settings, now.environment().clock()));
        Set<String> names = new HashSet<>(changes.added());
        names.addAll(changes.changed());
        SortedMap<String, RunningServer> servers = start(names, told, environment);
        Collection<RunningServer> fresh = List.copyOf(servers.values());
        changes.kept().forEach(name -> servers.put(name, now.servers().get(name)));
        return new Prepared(told, environment, servers, fresh, changes);
    }

    private static void requireForLife(McpBridgeSettings before, McpBridgeSettings after) {
        requireForLife("tcp-connect-timeout", before.tcpConnectTimeout().equals(after.tcpConnectTimeout()));
        requireForLife("cache.max-bytes", before.cacheBytes() == after.cacheBytes());
        requireForLife("trusted-certificates", before.trustedCertificates().equals(after.trustedCertificates()));
    }

    private static void requireForLife(String key, boolean same) {
        if (!same) {
            throw new IllegalArgumentException(
                    "Setting jetway.mcp.%s takes a restart to change; put it back to change the servers without one"
                            .formatted(key));
        }
    }

    private SortedMap<String, RunningServer> start(
            Collection<String> names, Reloaded.Told told, CallEnvironment environment) {
        SortedMap<String, RunningServer> servers = new TreeMap<>();
        synchronized (started) {
            if (closing.get()) {
                throw new IllegalStateException("The bridge is closed");
            }
            for (String name : names) {
                ServerSettings server = told.settings().servers().get(name);
                try {
                    RunningServer running = new RunningServer(system, server, environment, pins(server, told.lock()));
                    servers.put(name, running);
                    started.add(running);
                } catch (IllegalArgumentException unreadable) {
                    servers.values().forEach(this::stop);
                    throw unreadable;
                }
            }
        }
        return servers;
    }

    /** What a server said first counts for as long as its address does, however its entry changes. */
    private Pins pins(ServerSettings server, Optional<LockFile> lock) {
        if (!server.pin()) {
            return Pins.none();
        }
        if (lock.isPresent()) {
            return Pins.locked(lock.get().server(server.name()));
        }
        int capacity = server.limits().maxTools();
        return Optional.ofNullable(fleet.servers().get(server.name()))
                .filter(before -> before.settings().address().equals(server.address()))
                .map(before -> before.tools().pins())
                .filter(pins -> pins.policy() == Pins.Policy.FIRST_USE)
                .map(pins -> pins.withCapacity(capacity))
                .orElseGet(() -> Pins.firstUse(capacity));
    }

    /** Waits until the new servers have been reached, or found unreachable, so that nobody misses the old ones. */
    private CompletionStage<Reloaded> adopt(Prepared prepared) {
        CompletableFuture<?>[] reached = prepared.fresh().stream()
                .map(server -> server.tools()
                        .settled()
                        .toCompletableFuture()
                        .completeOnTimeout(
                                null,
                                server.settings().connectTimeout().plus(GRACE).toMillis(),
                                TimeUnit.MILLISECONDS))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(reached).thenApply(all -> {
            swap(prepared);
            return prepared.changes();
        });
    }

    private void swap(Prepared prepared) {
        Fleet before = fleet;
        synchronized (started) {
            if (closing.get()) {
                throw new IllegalStateException("The bridge is closed");
            }
            fleet = before.next(prepared.told(), prepared.environment(), prepared.servers());
        }
        Reloaded changes = prepared.changes();
        log.info(
                "The tool servers are as configured by now: {} added, {} changed, {} removed, {} as before",
                changes.added(),
                changes.changed(),
                changes.removed(),
                changes.kept());
        changes.changed().forEach(name -> retire(before.servers().get(name)));
        changes.removed().forEach(name -> retire(before.servers().get(name)));
    }

    private void retire(RunningServer server) {
        String name = server.settings().name();
        forget(name);
        server.retire().thenCompose(empty -> stop(server)).thenRun(() -> {
            // What was asked before the last call went in may have been answered since.
            forget(name);
            log.info("MCP server '{}' as it was configured before is disconnected", name);
        });
    }

    private void forget(String server) {
        fleet.environment().reads().forget(key -> key.server().equals(server));
    }

    private CompletionStage<Void> stop(RunningServer server) {
        return server.stop(fleet.told().settings().closeTimeout()).thenRun(() -> {
            synchronized (started) {
                started.remove(server);
            }
        });
    }

    /** As {@link McpBridge#close}. */
    CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            List<RunningServer> running;
            synchronized (started) {
                running = List.copyOf(started);
            }
            CompletableFuture<?>[] stops = running.stream()
                    .map(server -> stop(server).toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(stops).whenComplete((done, error) -> {
                fleet.environment().http().close();
                fleet.environment().processes().close();
                closed.complete(null);
            });
        }
        return closed.minimalCompletionStage();
    }
}
