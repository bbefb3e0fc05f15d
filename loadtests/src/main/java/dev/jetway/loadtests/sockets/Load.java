package dev.jetway.loadtests.sockets;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens while delivery is measured: turns of those who stream, so many a second, and notes of two travelers who
 * are followed by others.
 */
final class Load implements AutoCloseable {

    /** A conversation takes 400 messages; and a traveler begins to follow 200 times in 10 s at most. */
    static final int HOSES = 6;

    private static final int MOST_NOTES = HOSES * 380;
    private static final int LIMIT_SECONDS = 120;

    private final List<Streaming> streaming;
    private final List<Traveler> writers;
    private final String text;
    private final String note;
    private final Delays acknowledged;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger notes = new AtomicInteger();
    private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private int next;

    /** @param acknowledged told of every turn how long its {@code ok} took */
    Load(List<Streaming> streaming, List<Traveler> writers, String text, int noteBytes, Delays acknowledged) {
        this.streaming = streaming;
        this.writers = writers;
        this.text = text;
        this.note = "x".repeat(noteBytes);
        this.acknowledged = acknowledged;
    }

    static String hose(int number) {
        return "hose-" + number;
    }

    /** @param notesPerSecond of each writer */
    void begin(double turnsPerSecond, double notesPerSecond) {
        clock.scheduleAtFixedRate(this::turn, 0, nanos(turnsPerSecond), TimeUnit.NANOSECONDS);
        clock.scheduleAtFixedRate(this::note, 0, nanos(notesPerSecond), TimeUnit.NANOSECONDS);
    }

    private static long nanos(double perSecond) {
        return (long) (Duration.ofSeconds(1).toNanos() / perSecond);
    }

    private void turn() {
        var traveler = streaming.get(next++ % streaming.size());
        if (!traveler.idle()) {
            busy.incrementAndGet();
            return;
        }
        turns.incrementAndGet();
        long begun = System.currentTimeMillis();
        traveler.begin(text).whenComplete((ok, error) -> {
            if (error == null) {
                acknowledged.add(System.currentTimeMillis() - begun);
            } else {
                refused.incrementAndGet();
            }
        });
    }

    private void note() {
        int number = notes.getAndIncrement();
        if (number < MOST_NOTES) {
            writers.forEach(writer -> unanswered.add(writer.say(hose(number % HOSES), "note-" + number, note, true)
                    .exceptionally(error -> {
                        refused.incrementAndGet();
                        return null;
                    })
                    .toCompletableFuture()));
        }
        unanswered.removeIf(CompletableFuture::isDone);
    }

    /** Begins nothing more and waits for the turns that are open, and for the last notes. */
    void end() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        for (var traveler : streaming) {
            await(traveler.turn(), deadline);
        }
        for (var note : unanswered) {
            await(note, deadline);
        }
    }

    private static void await(CompletableFuture<?> future, long deadline) throws InterruptedException {
        try {
            future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // counted as unfinished, or as refused
        }
    }

    /** Turns that were begun. */
    int turns() {
        return turns.get();
    }

    /** Turns that were not begun, because the one before had not ended. */
    int skipped() {
        return busy.get();
    }

    /** Commands that were refused or not answered. */
    long refused() {
        return refused.get();
    }

    /** Turns that have not ended, or not well. */
    long unfinished() {
        return streaming.stream()
                .filter(traveler -> !traveler.idle()
                        || !List.of("", "RUN_FINISHED").contains(traveler.turn().join()))
                .count();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
