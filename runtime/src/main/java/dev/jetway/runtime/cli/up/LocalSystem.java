package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Everything on one machine: for each region a Cassandra and a node, and the travel servers for all of them, each
 * a process of its own.
 *
 * <p>All start at once; a node reads its class path and its defaults while the others come up, and is told
 * where they are when they are ready. They stop in the other order, each within a time limit. One of several
 * regions may be lost, and comes back; without the last one, or the travel servers, everything ends. Safe for use by
 * several threads.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Pattern TRAVEL_READY = Pattern.compile("travel-servers ready (http://\\S+)");
    private static final Duration TRAVEL_STOP = Duration.ofSeconds(10);

    private final Plan plan;
    private final Screen screen;
    private final Progress progress;
    private final DataFolder.Lock lock;
    private final ClassDataArchive travelArchive;
    private final LocalRegions regions;
    private final CompletableFuture<Failure> ended = new CompletableFuture<>();

    private ChildProcess travel;
    private boolean closing;

    /**
     * Takes the data folder; starts nothing yet.
     *
     * @throws Failure when another process has the folder, or it is of other regions
     */
    public LocalSystem(Plan plan, Screen screen) {
        this.plan = plan;
        this.screen = screen;
        progress = new Progress(screen, System.nanoTime());
        lock = plan.data().take();
        travelArchive = ClassDataArchive.of(plan.installation().archives(), "travel");
        regions = regions();
    }

    private LocalRegions regions() {
        try {
            return new LocalRegions(plan, progress, ended);
        } catch (Failure e) {
            giveBack();
            throw e;
        }
    }

    /**
     * Starts all parts and waits until every node serves. When it throws, some parts may be running: close
     * this.
     *
     * @return the addresses of the chat pages, by region; one without a name when there is only one
     * @throws Failure when a part ends, or the time limit does
     */
    public Map<String, String> start() throws InterruptedException {
        CompletableFuture<Map<String, String>> pages = launch();
        try {
            return CompletableFuture.anyOf(pages, ended.thenAccept(LocalSystem::raise))
                    .thenCompose(first -> pages)
                    .get(plan.startLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failure.of(e.getCause());
        } catch (TimeoutException e) {
            throw new Failure(
                    "Not everything was ready within %d s. The logs in %s say what was waited for; give it longer with --start-timeout."
                            .formatted(
                                    plan.startLimit().toSeconds(), plan.data().logs()));
        }
    }

    private synchronized CompletableFuture<Map<String, String>> launch() {
        if (closing) {
            return CompletableFuture.failedFuture(new Failure("Stopped before anything was started."));
        }
        plan.data().secret();
        regions.startDatabases();
        travel = ChildProcess.start(
                "travel servers",
                plan.travelCommand(travelArchive),
                plan.data().logs().resolve("travel.log"),
                TRAVEL_READY);
        travel.onExit().thenAccept(ended::complete);
        CompletableFuture<String> tools = travel.ready().whenComplete((url, error) -> {
            if (url != null) {
                progress.ready("travel servers", url);
            }
        });
        return all(regions.startNodes(tools));
    }

    private static CompletableFuture<Map<String, String>> all(Map<String, CompletableFuture<String>> pages) {
        return CompletableFuture.allOf(pages.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    Map<String, String> addresses = new LinkedHashMap<>();
                    pages.forEach((region, page) -> addresses.put(region, page.join()));
                    return addresses;
                });
    }

    /** Waits until so much has ended that nothing is served any more, and says why; or until this is closed. */
    public Failure awaitEnd() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw Failure.of(e.getCause());
        }
    }

    public synchronized boolean closing() {
        return closing;
    }

    /** Since this was made, for people: "9.3 s". */
    public String age() {
        return progress.age();
    }

    /** Stops what was started, the nodes first, and gives the data folder back. Repeating it does nothing. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        regions.stopNodes();
        if (travel != null) {
            progress.stopped("travel servers", travel, TRAVEL_STOP, travelArchive);
        }
        regions.stopDatabases();
        try {
            regions.tidy();
        } catch (IOException e) {
            screen.line(plan.data().path() + " could not be tidied up: " + e.getMessage());
        }
        giveBack();
    }

    private void giveBack() {
        try {
            lock.close();
        } catch (IOException e) {
            screen.line(plan.data().lockFile() + " could not be cleared: " + e.getMessage());
        }
    }

    private static void raise(Failure failure) {
        throw failure;
    }
}
