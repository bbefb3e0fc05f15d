package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.ClientHistory;
import dev.jetway.loadtests.drill.Door;
import dev.jetway.loadtests.drill.FrontEnd;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Travelers at work in both regions. Of every twenty conversations eleven are talked in by one front end, four by two
 * at once, one in each region, and five come to a booking that waits for its approval, while a front end in the other
 * region looks on, and now and then approves too. For one thread.
 */
final class Load implements AutoCloseable {

    private static final String HOTELS = "find available hotels in Boston for next weekend";
    private static final String BOOK = "book the second one";
    private static final List<String> TALK = List.of(
            "tell me about Kyoto",
            "tell me about Lisbon",
            "what is the weather in Rome this week?",
            HOTELS,
            "I need a flight from London to Tokyo on 3 March");

    private static final int OF = 20;
    private static final int BOOKED_OF = 5;
    private static final int SHARED_OF = 9;
    private static final int PREPARED_AT_ONCE = 4;
    private static final Duration PREPARATION = Duration.ofMinutes(4);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final int PAUSE_FROM_MILLIS = 3_000;
    private static final int PAUSE_SPREAD_MILLIS = 6_000;
    private static final int CLOSE_MILLIS = 1_500;

    private final Regions regions;
    private final HttpClient http;
    private final Random random;
    private final String name;
    private final Duration limit;
    private final List<FrontEnd> talkers = new ArrayList<>();
    private final List<FrontEnd> bookers = new ArrayList<>();
    private final List<FrontEnd> onlookers = new ArrayList<>();
    private final ExecutorService threads;
    private final List<CompletableFuture<?>> work = new ArrayList<>();
    private volatile boolean over;

    /**
     * @param name begins the names of the travelers
     * @param limit until when every front end gives up, from now on
     */
    Load(Regions regions, HttpClient http, Random random, String name, int conversations, Duration limit) {
        this.regions = regions;
        this.http = http;
        this.random = random;
        this.name = name;
        this.limit = limit;
        for (int i = 0; i < conversations; i++) {
            var home = Regions.NAMES.get(i / OF % 2 == i % 2 ? 0 : 1);
            var away = Regions.other(home);
            if (i % OF < BOOKED_OF) {
                bookers.add(frontEnd(i, home));
                onlookers.add(frontEnd(i, away));
            } else {
                talkers.add(frontEnd(i, home));
                if (i % OF < SHARED_OF) {
                    talkers.add(frontEnd(i, away));
                }
            }
        }
        threads = Executors.newFixedThreadPool(talkers.size() + 2 * bookers.size() + 1, work -> {
            var thread = new Thread(work, "front end");
            thread.setDaemon(true);
            return thread;
        });
    }

    private FrontEnd frontEnd(int conversation, String home) {
        var traveler = "%s-%d".formatted(name, conversation);
        var doors = new ArrayList<Door>(regions.region(home).doors());
        doors.addAll(regions.region(Regions.other(home)).doors());
        return new FrontEnd(http, doors, CONNECT_LIMIT, traveler, traveler + "-" + home, limit);
    }

    /** Brings every booking to the point where only the traveler's approval is missing. */
    void prepare() throws IOException {
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
        for (var each : prepared) {
            join(each, PREPARATION);
        }
        long unasked = bookers.stream().filter(booker -> !booker.asked()).count();
        if (unasked > 0) {
            throw new IOException("%d of %d travelers were not asked to approve after “%s” and “%s”"
                    .formatted(unasked, bookers.size(), HOTELS, BOOK));
        }
    }

    /**
     * Everybody goes to work. Half of the approvals come close around the fault, the others at any time until it has
     * passed.
     */
    void begin(Round round) {
        for (var talker : talkers) {
            var own = new Random(random.nextLong());
            work.add(CompletableFuture.runAsync(() -> talk(talker, own), threads));
        }
        long fault = round.calm().toMillis();
        for (int i = 0; i < bookers.size(); i++) {
            long from = Math.max(0, fault - CLOSE_MILLIS);
            int spread = i % 2 == 0 ? 2 * CLOSE_MILLIS : (int) round.struck().toMillis() + 2 * CLOSE_MILLIS;
            approve(bookers.get(i), onlookers.get(i), from + random.nextInt(spread), random.nextBoolean());
        }
    }

    /** @param both whether the front end in the other region approves at the same moment */
    private void approve(FrontEnd booker, FrontEnd onlooker, long millis, boolean both) {
        var at = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads);
        work.add(CompletableFuture.runAsync(() -> booker.approve(new CompletableFuture<>()), at));
        long moment = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        work.add(CompletableFuture.runAsync(
                () -> {
                    onlooker.follow(() -> over || System.nanoTime() > moment);
                    if (both) {
                        onlooker.approveToo();
                    }
                    onlooker.follow(() -> over);
                },
                threads));
    }

    private void talk(FrontEnd talker, Random own) {
        try {
            Thread.sleep(own.nextInt(PAUSE_SPREAD_MILLIS));
            while (!over
                    && talker.say(TALK.get(own.nextInt(TALK.size())), new CompletableFuture<>())
                            .isPresent()) {
                Thread.sleep(PAUSE_FROM_MILLIS + own.nextInt(PAUSE_SPREAD_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody says anything new; blocks until all have what they waited for, or have given up. */
    void end() throws IOException {
        over = true;
        for (var each : work) {
            join(each, limit);
        }
    }

    private static void join(CompletableFuture<?> each, Duration limit) throws IOException {
        try {
            each.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("A front end did not give up in time", e);
        } catch (ExecutionException e) {
            throw new IOException("A front end of the drill failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The drill was interrupted", e);
        }
    }

    int approvals() {
        return bookers.size();
    }

    List<ClientHistory> histories() {
        var all = new ArrayList<ClientHistory>();
        for (var kind : Arrays.asList(talkers, bookers, onlookers)) {
            kind.forEach(each -> all.add(each.history()));
        }
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        talkers.forEach(FrontEnd::close);
        bookers.forEach(FrontEnd::close);
        onlookers.forEach(FrontEnd::close);
    }
}
