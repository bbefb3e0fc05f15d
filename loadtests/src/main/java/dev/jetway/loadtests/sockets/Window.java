package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Some time during which turns are worked and notes are written, seen by those who stream.
 *
 * @param delivery from an event's timestamp, which it gets before it is stored, to its arrival
 * @param acknowledged from a message to its {@code ok}
 * @param cutAfter when the last of those who did not read was cut off; the whole window when one never was
 * @param cut how many were
 */
record Window(
        Delays.Quantiles delivery,
        Delays.Quantiles acknowledged,
        int turns,
        int skipped,
        long refused,
        long unfinished,
        Duration cutAfter,
        long cut) {

    static final int WRITERS = 2;

    private static final int SMALL_BUFFER = 16 * 1024;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * How it is.
     *
     * @param slow how many follow the notes
     * @param deaf whether they do not read them
     * @param settle before it begins
     * @param notes a second, of each writer
     */
    record Terms(
            String name,
            NodeMetrics node,
            String text,
            int noteBytes,
            double turns,
            double notes,
            int slow,
            boolean deaf,
            Duration settle,
            Duration length) {}

    static Window measure(Crowd crowd, List<Streaming> streaming, Terms terms)
            throws IOException, InterruptedException {
        var writers = crowd.open(WRITERS, i -> new Traveler(writer(terms, i)));
        var followers = crowd.open(terms.slow(), SMALL_BUFFER, i -> new Traveler(writer(terms, i % WRITERS)));
        for (int hose = 0; hose < Load.HOSES; hose++) {
            var thread = Load.hose(hose);
            Crowd.each(followers, follower -> follower.follow(thread));
        }
        var acknowledged = new Delays();
        try (var load = new Load(streaming, writers, terms.text(), terms.noteBytes(), acknowledged)) {
            load.begin(terms.turns(), terms.notes());
            Thread.sleep(terms.settle().toMillis());
            var delivery = new Delays();
            streaming.forEach(traveler -> traveler.tell(delivery));
            long before = terms.node().cutOff();
            long begun = System.nanoTime();
            long deadline = begun + terms.length().toNanos();
            if (terms.deaf()) {
                followers.forEach(follower -> follower.reading(false));
            }
            long cut = 0;
            while (System.nanoTime() < deadline && (!terms.deaf() || cut < terms.slow())) {
                Thread.sleep(LOOK.toMillis());
                cut = terms.node().cutOff() - before;
            }
            var took = Duration.ofNanos(System.nanoTime() - begun);
            var seen = delivery.now();
            load.end();
            var window = new Window(
                    seen,
                    acknowledged.now(),
                    load.turns(),
                    load.skipped(),
                    load.refused(),
                    load.unfinished(),
                    took,
                    cut);
            followers.forEach(Traveler::hangUp);
            writers.forEach(Traveler::hangUp);
            return window;
        }
    }

    private static String writer(Terms terms, int number) {
        return "%s-%d".formatted(terms.name(), number);
    }
}
