package dev.jetway.runtime;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.runtime.Guardian.Serving;
import dev.jetway.runtime.coordination.Staff;
import dev.jetway.runtime.model.registry.ModelRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One node of a region, in this JVM. */
public final class Node {

    private final ActorSystem<Guardian.Signal> system;
    private final CompletableFuture<Serving> serving;

    private Node(ActorSystem<Guardian.Signal> system, CompletableFuture<Serving> serving) {
        this.system = system;
        this.serving = serving;
    }

    /** As {@link #start(Supplier)}, of a configuration that stays as it is. */
    public static Node start(Config written) {
        return start(() -> written);
    }

    /**
     * Starts a node; {@link #ready()} says when it serves.
     *
     * @param written what a person wrote, without defaults; read now, and again when the tool servers are to be
     *     reloaded, on a thread that may block
     * @throws IllegalArgumentException naming each key that does not exist or has an impossible value, or what is
     *     wrong with the lock file of tools
     */
    public static Node start(Supplier<Config> written) {
        var settings = NodeSettings.from(written.get());
        // Read again by the bridge; here a mistake in it is a sentence, and there the end of half a node.
        McpBridgeSettings.from(settings.config()).lockFile().ifPresent(LockFile::read);
        var serving = new CompletableFuture<Serving>();
        var models = new CompletableFuture<ModelRegistry>();
        // Beside the actor system, which takes longer; on a second core it costs no time.
        var staff = CompletableFuture.supplyAsync(() -> Staff.from(settings.config()))
                .thenCombine(models, (found, it) -> found.assistedBy(it, settings.config(), Clock.systemUTC()));
        var system = ActorSystem.create(
                Guardian.create(settings, written, staff, models, serving), NodeConfig.SYSTEM, settings.config());
        // Their keys are read from files, for which no actor may wait.
        CompletableFuture.supplyAsync(() -> NodeModels.open(system, settings)).whenComplete((opened, error) -> {
            if (error == null) {
                models.complete(opened);
            } else {
                models.completeExceptionally(error);
            }
        });
        system.getWhenTerminated()
                .thenRun(() -> serving.completeExceptionally(
                        new IllegalStateException("The node ended before it was ready; its log says why")));
        var node = new Node(system, serving);
        serving.exceptionally(neverServes -> {
            node.stop();
            return null;
        });
        return node;
    }

    /** Completes when the node is a member of its region and serves; fails when it never will, and then it stops. */
    public CompletionStage<Node> ready() {
        return serving.thenApply(it -> this);
    }

    /** The address of the chat page. Only once the node is ready. */
    public String pageUrl() {
        return serving.join().pageUrl();
    }

    /** Serves no more, hands everything over, leaves its region and ends. Bounded; safe to repeat. */
    public CompletionStage<Void> stop() {
        if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            return CompletableFuture.completedStage(null);
        }
        return CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.jvmExitReason())
                .thenApply(done -> null);
    }
}
