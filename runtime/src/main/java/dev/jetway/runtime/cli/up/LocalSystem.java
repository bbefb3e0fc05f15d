package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.NodeCommand;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Everything on one machine: Cassandra, the travel servers and a node, each a process of its own.
 *
 * <p>All start at once; the node reads its class path and its defaults while the other two come up, and
 * is told where they are when they are ready. They stop in the other order, each within a time limit.
 * Safe for use by several threads.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Pattern TRAVEL_READY = Pattern.compile("travel-servers ready (http://\\S+)");
    private static final Pattern NODE_READY = Pattern.compile(Pattern.quote(NodeCommand.READY) + "(\\S+)");
    private static final Duration NODE_STOP = Duration.ofSeconds(35);
    private static final Duration TRAVEL_STOP = Duration.ofSeconds(10);

    private final Plan plan;
    private final Screen screen;
    private final DataFolder.Lock lock;
    private final ClassDataArchive travelArchive;
    private final ClassDataArchive nodeArchive;
    private final CompletableFuture<Failure> ended = new CompletableFuture<>();
    private final long begun = System.nanoTime();

    private CassandraPart cassandra;
    private ChildProcess travel;
    private ChildProcess node;
    private boolean closing;

    /**
     * Takes the data folder; starts nothing yet.
     *
     * @throws Failure when another process has the folder
     */
    public LocalSystem(Plan plan, Screen screen) {
        this.plan = plan;
        this.screen = screen;
        lock = plan.data().take();
        travelArchive = ClassDataArchive.of(plan.installation().archives(), "travel");
        // Named as the launcher script names it, so that `jetway node` can use it too.
        nodeArchive = ClassDataArchive.of(plan.installation().archives(), "node-" + System.getProperty("java.version"));
    }

    /**
     * Starts all parts and waits until the node serves. When it throws, some parts may be running: close
     * this.
     *
     * @return the address of the chat page
     * @throws Failure when a part ends, or the time limit does
     */
    public String start() throws InterruptedException {
        CompletableFuture<String> page = launch();
        try {
            return CompletableFuture.anyOf(page, ended.thenAccept(LocalSystem::raise))
                    .thenCompose(first -> page)
                    .get(plan.startLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw new Failure(
                    "Not everything was ready within %d s. The logs in %s say what was waited for; give it longer with --start-timeout."
                            .formatted(
                                    plan.startLimit().toSeconds(), plan.data().logs()));
        }
    }

    private synchronized CompletableFuture<String> launch() {
        if (closing) {
            return CompletableFuture.failedFuture(new Failure("Stopped before anything was started."));
        }
        plan.data().secret();
        cassandra = CassandraPart.start(plan.cassandra(), (part, detail) -> ready(part, detail));
        travel = ChildProcess.start(
                "travel servers",
                plan.travelCommand(travelArchive),
                plan.data().logs().resolve("travel.log"),
                TRAVEL_READY);
        node = ChildProcess.start(
                "node", plan.nodeCommand(nodeArchive), plan.data().logs().resolve("node.log"), NODE_READY);
        cassandra.onExit().thenAccept(ended::complete);
        travel.onExit().thenAccept(ended::complete);
        node.onExit().thenAccept(ended::complete);

        CompletableFuture<String> tools = travel.ready().whenComplete((url, error) -> {
            if (url != null) {
                ready("travel servers", url);
            }
        });
        CompletableFuture<String> page =
                cassandra.ready().thenCombine(tools, this::tellNode).thenCompose(told -> node.ready());
        page.thenAccept(url -> ready("node", url));
        // Whichever fails first is the reason; the others only follow it down.
        cassandra.ready().exceptionally(error -> {
            ended.complete(failure(error));
            return null;
        });
        return page;
    }

    private Void tellNode(CassandraPart.Address address, String toolsUrl) {
        try {
            String configuration =
                    plan.nodeConfiguration(address.host(), address.cqlPort(), address.dataCenter(), toolsUrl) + "\n";
            Files.writeString(plan.data().nodeConfiguration(), configuration);
            node.tell(configuration + NodeCommand.END_OF_CONFIGURATION + "\n");
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(String part, String detail) {
        screen.item(Tone.GOOD, "ok", part, detail + screen.in(Tone.FAINT, "  " + seconds(begun)));
    }

    /** Waits until a part ends that should not have, and says which; or until this is closed. */
    public Failure awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    public synchronized boolean closing() {
        return closing;
    }

    /** Since this was made, for people: "9.3 s". */
    public String age() {
        return seconds(begun);
    }

    /** Stops what was started, the node first, and gives the data folder back. Repeating it does nothing. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        stop("node", node, NODE_STOP, nodeArchive);
        stop("travel servers", travel, TRAVEL_STOP, travelArchive);
        if (cassandra != null) {
            long asked = System.nanoTime();
            cassandra.stop();
            screen.item(Tone.FAINT, "end", "cassandra", "stopped" + screen.in(Tone.FAINT, "  " + seconds(asked)));
        }
        try {
            Files.deleteIfExists(plan.data().nodeConfiguration());
            Files.deleteIfExists(plan.data().operationsAddress());
            lock.close();
        } catch (IOException e) {
            screen.line(plan.data().path() + " could not be tidied up: " + e.getMessage());
        }
    }

    private void stop(String name, ChildProcess part, Duration limit, ClassDataArchive archive) {
        if (part == null) {
            return;
        }
        long asked = System.nanoTime();
        boolean orderly = part.stop(limit);
        screen.item(
                Tone.FAINT,
                "end",
                name,
                (orderly ? "stopped" : "killed after " + limit.toSeconds() + " s")
                        + screen.in(Tone.FAINT, "  " + seconds(asked)));
        try {
            archive.settle(orderly);
        } catch (IOException e) {
            screen.line("The class data archive of the " + name + " was not kept: " + e.getMessage());
        }
    }

    private static void raise(Failure failure) {
        throw failure;
    }

    private static Failure failure(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Failure known ? known : new Failure(String.valueOf(cause.getMessage()), cause);
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }
}
