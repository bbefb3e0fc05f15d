package dev.jetway.loadtests.drill;

import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Ended;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Kills a node in the middle of running turns and approved bookings, starts it again, and judges what the
 * front ends and the bookings database saw.
 *
 * <p>The tools are slowed so that the kill surely finds work under way. The approvals are spread around the
 * kill: some bookings are made before it, some calls are in the air, some approvals come after it.
 */
public final class KillDrill {

    private static final String TRIP =
            "I need a flight from London to Tokyo on 3 March, back ten days later, and a hotel near the centre";
    private static final String HOTELS = "find available hotels in Boston for next weekend";
    private static final String BOOK = "book the second one";

    private static final Duration SLOW_SEARCH = Duration.ofSeconds(4);
    private static final Duration SLOW_BOOKING = Duration.ofMillis(1_500);
    private static final int APPROVALS_SPREAD_MILLIS = 2_500;
    private static final int KILL_FROM_MILLIS = 1_000;
    private static final int KILL_SPREAD_MILLIS = 2_000;
    private static final Duration PREPARATION = Duration.ofMinutes(3);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final int PREPARED_AT_ONCE = 4;

    private final DrillSettings settings;
    private final HttpClient http;
    private final NodeUnderTest node;
    private final TravelBackEnd travel;
    private final Random random;
    private final String name;
    private final List<CompletableFuture<Void>> turnsAcknowledged = new ArrayList<>();
    private final List<CompletableFuture<Void>> approvalsAcknowledged = new ArrayList<>();

    private KillDrill(DrillSettings settings, HttpClient http, NodeUnderTest node, TravelBackEnd travel) {
        this.settings = settings;
        this.http = http;
        this.node = node;
        this.travel = travel;
        this.random = new Random(settings.seed());
        this.name = "drill%d-%d".formatted(settings.seed(), System.currentTimeMillis());
    }

    /**
     * Runs one drill against a running node. Blocks until it is over, at most about six minutes more than
     * the settings' limit.
     *
     * @throws IOException when the drill itself could not be done; what the node did wrong is in the report
     */
    public static DrillReport run(DrillSettings settings, NodeUnderTest node) throws IOException {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(Executors.newFixedThreadPool(4, KillDrill::daemon))
                .build();
        var threads = Executors.newFixedThreadPool(settings.turns() + settings.bookings(), KillDrill::daemon);
        try {
            var travel = new TravelBackEnd(http, settings.travel(), settings.tokenSecret());
            return new KillDrill(settings, http, node, travel).run(threads);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "drill");
        thread.setDaemon(true);
        return thread;
    }

    private DrillReport run(ExecutorService threads) throws IOException {
        travel.clearFaults();
        var talkers = frontEnds("t", settings.turns());
        var bookers = frontEnds("b", settings.bookings());
        prepare(bookers, threads);

        for (var tool : List.of("flights", "hotels", "weather", "destinations")) {
            travel.slow(tool, "*", SLOW_SEARCH);
        }
        travel.slow("bookings", "create", SLOW_BOOKING);
        var ends = new ArrayList<CompletableFuture<Optional<Ended>>>();
        for (var talker : talkers) {
            ends.add(
                    CompletableFuture.supplyAsync(() -> talker.say(TRIP, acknowledgement(turnsAcknowledged)), threads));
        }
        awaitAcknowledgements(talkers.size());
        for (var booker : bookers) {
            var after = CompletableFuture.delayedExecutor(
                    random.nextInt(APPROVALS_SPREAD_MILLIS), TimeUnit.MILLISECONDS, threads);
            ends.add(
                    CompletableFuture.supplyAsync(() -> booker.approve(acknowledgement(approvalsAcknowledged)), after));
        }
        sleep(Duration.ofMillis(KILL_FROM_MILLIS + random.nextInt(KILL_SPREAD_MILLIS)));

        int running = (int)
                ends.stream().limit(talkers.size()).filter(end -> !end.isDone()).count();
        int approvedBefore = done(approvalsAcknowledged);
        long killed = System.nanoTime();
        node.kill();
        travel.clearFaults();
        var bookedBefore = CompletableFuture.supplyAsync(() -> booked(bookers), threads);
        node.restart();
        var ready = since(killed);
        ends.forEach(end -> join(end, settings.limit().plus(PREPARATION)));
        var allEnded = since(killed);

        var all = new ArrayList<>(talkers);
        all.addAll(bookers);
        all.stream()
                .map(each -> CompletableFuture.runAsync(each::readBack, threads))
                .toList()
                .forEach(each -> join(each, settings.limit()));
        var bookings = bookings(all);
        all.forEach(FrontEnd::close);
        var histories = all.stream().map(FrontEnd::history).toList();
        return new DrillReport(
                settings,
                running,
                approvedBefore,
                join(bookedBefore, PREPARATION),
                ready,
                allEnded,
                count(histories, Acknowledged.class),
                count(histories, Ended.class),
                count(bookings),
                Checker.check(histories, bookings));
    }

    private List<FrontEnd> frontEnds(String kind, int count) {
        var limit = PREPARATION.plus(settings.limit());
        var door = new Door("", settings.url());
        return IntStream.range(0, count)
                .mapToObj(i -> "%s-%s%d".formatted(name, kind, i))
                .map(each -> new FrontEnd(http, List.of(door), CONNECT_LIMIT, each, each, limit))
                .toList();
    }

    /** Brings every booking to the point where only the traveler's approval is missing. */
    private void prepare(List<FrontEnd> bookers, ExecutorService threads) throws IOException {
        var atOnce = new Semaphore(PREPARED_AT_ONCE);
        var prepared = bookers.stream()
                .map(booker -> CompletableFuture.runAsync(
                        () -> {
                            atOnce.acquireUninterruptibly();
                            try {
                                booker.say(HOTELS, new CompletableFuture<>());
                                booker.say(BOOK, new CompletableFuture<>());
                            } finally {
                                atOnce.release();
                            }
                        },
                        threads))
                .toList();
        prepared.forEach(each -> join(each, PREPARATION));
        long unasked = bookers.stream().filter(booker -> !booker.asked()).count();
        if (unasked > 0) {
            throw new IOException(
                    "%d of %d travelers were not asked to approve after “%s” and “%s”; the first of them saw %s"
                            .formatted(
                                    unasked,
                                    bookers.size(),
                                    HOTELS,
                                    BOOK,
                                    bookers.stream()
                                            .filter(booker -> !booker.asked())
                                            .findFirst()
                                            .map(FrontEnd::history)
                                            .orElseThrow()));
        }
    }

    private static CompletableFuture<Void> acknowledgement(List<CompletableFuture<Void>> all) {
        var acknowledged = new CompletableFuture<Void>();
        synchronized (all) {
            all.add(acknowledged);
        }
        return acknowledged;
    }

    private static int done(List<CompletableFuture<Void>> all) {
        synchronized (all) {
            return (int) all.stream().filter(CompletableFuture::isDone).count();
        }
    }

    private void awaitAcknowledgements(int expected) throws IOException {
        long deadline = System.nanoTime() + SLOW_SEARCH.toNanos();
        while (done(turnsAcknowledged) < expected && System.nanoTime() < deadline) {
            sleep(Duration.ofMillis(20));
        }
    }

    private Map<String, List<String>> bookings(List<FrontEnd> frontEnds) throws IOException {
        var bookings = new HashMap<String, List<String>>();
        for (var each : frontEnds) {
            bookings.put(each.traveler(), travel.bookings(each.traveler()));
        }
        return bookings;
    }

    private int booked(List<FrontEnd> frontEnds) {
        try {
            return count(bookings(frontEnds));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static int count(Map<String, List<String>> bookings) {
        return bookings.values().stream().mapToInt(List::size).sum();
    }

    private static int count(List<ClientHistory> histories, Class<? extends Observation> kind) {
        return (int) histories.stream().flatMap(history -> history.all(kind)).count();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static <T> T join(CompletableFuture<T> work, Duration limit) {
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new CompletionException("A front end of the drill failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("The drill was interrupted", e);
        }
    }

    private static void sleep(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The drill was interrupted", e);
        }
    }
}
