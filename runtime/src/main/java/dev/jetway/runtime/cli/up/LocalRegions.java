package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.region.link.TlsFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The regions of this machine. Of several, one that is lost is stopped completely, and started again a while later:
 * first its Cassandra, which gets what it missed, then its node. Safe for use by several threads.
 */
final class LocalRegions {
    private static final Duration AWAY = Duration.ofSeconds(15);
    private static final int RETURNS = 20;

    private final Plan plan;
    private final List<RegionPlan> parts;
    private final Progress progress;
    private final CompletableFuture<Failure> ended;
    private final Meeting meeting;
    private final ClassDataArchive archive;
    private final Map<String, LocalRegion> regions = new LinkedHashMap<>();
    private final Map<String, Integer> losses = new LinkedHashMap<>();

    /** One loss or return after the other. */
    private final ExecutorService turn = Executors.newSingleThreadExecutor(work -> daemon(work, "jetway-regions"));

    private final CompletableFuture<SortedMap<String, TlsFiles>> certificates;
    private CompletableFuture<String> tools;
    private boolean closing;

    /** @param ended completed when nothing is served any more */
    LocalRegions(Plan plan, Progress progress, CompletableFuture<Failure> ended) {
        this.plan = plan;
        this.progress = progress;
        this.ended = ended;
        parts = plan.parts();
        var dataCenters = new TreeSet<String>();
        parts.forEach(part -> dataCenters.add(part.cassandra().identity().dataCenter()));
        meeting = new Meeting(dataCenters, plan.placed(dataCenters), plan.startLimit(), progress::ready);
        // Named as the launcher script names it, so that `jetway node` can use it too.
        var own = ClassDataArchive.of(plan.installation().archives(), "node-" + System.getProperty("java.version"));
        archive = plan.ownAgents() ? own.shared() : own; // of a class path that others don't have
        certificates = CompletableFuture.supplyAsync(plan::certificates);
        parts.forEach(part -> regions.put(part.name(), local(part)));
    }

    private LocalRegion local(RegionPlan part) {
        return new LocalRegion(plan, part, progress, part.equals(parts.get(0)) ? archive : archive.shared());
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    synchronized void startDatabases() {
        regions.values().forEach(region -> region.startDatabase(meeting));
    }

    /** By region, the address of its page once it serves. */
    synchronized Map<String, CompletableFuture<String>> startNodes(CompletableFuture<String> travel) {
        tools = travel;
        Map<String, CompletableFuture<String>> pages = new LinkedHashMap<>();
        regions.forEach((name, region) -> pages.put(name, region.startNode(travel, certificates)));
        var all = CompletableFuture.allOf(pages.values().toArray(new CompletableFuture<?>[0]));
        // Until everything has served once, whatever ends has failed the start.
        regions.values()
                .forEach(region -> region.ended().thenAccept(failure -> {
                    if (parts.size() == 1 || !all.isDone() || all.isCompletedExceptionally()) {
                        ended.complete(failure);
                    } else {
                        inTurn(() -> lost(region, failure));
                    }
                }));
        return pages;
    }

    private void inTurn(Runnable work) {
        turn.execute(() -> {
            try {
                work.run();
            } catch (Failure e) {
                ended.complete(e);
            }
        });
    }

    private void lost(LocalRegion region, Failure failure) {
        synchronized (this) {
            if (closing || regions.get(region.name()) != region) {
                return;
            }
            regions.remove(region.name());
        }
        boolean returns = losses.merge(region.name(), 1, Integer::sum) <= RETURNS;
        String first = failure.getMessage().lines().findFirst().orElse("").split("\\. ")[0]; // the logs have the rest
        progress.lost(
                region.name(),
                first + (returns ? ", comes back in " + AWAY.toSeconds() + " s" : ", for the last time: stays away"));
        region.stopNode();
        region.stopDatabase();
        synchronized (this) {
            if (regions.isEmpty()) {
                ended.complete(failure);
            } else if (returns && !closing) {
                CompletableFuture.delayedExecutor(AWAY.toMillis(), TimeUnit.MILLISECONDS, turn)
                        .execute(() -> bringBack(region.name()));
            }
        }
    }

    private synchronized void bringBack(String name) {
        if (closing) {
            return;
        }
        LocalRegion region = local(parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow());
        regions.put(name, region);
        region.startDatabase(meeting);
        region.startNode(tools, certificates);
        region.ended().thenAccept(failure -> inTurn(() -> lost(region, failure)));
    }

    /** Nothing comes back after this. */
    void stopNodes() {
        closed().forEach(LocalRegion::stopNode);
    }

    void stopDatabases() {
        closed().forEach(LocalRegion::stopDatabase);
    }

    private synchronized List<LocalRegion> closed() {
        closing = true;
        return new ArrayList<>(regions.values());
    }

    void tidy() throws IOException {
        turn.shutdownNow();
        for (RegionPlan part : parts) {
            part.tidy();
        }
    }
}
