package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * 100,000 frames, valid and mutated, over several connections at once. {@code -Djetway.fuzz.seed} repeats what was
 * sent, {@code -Djetway.fuzz.frames} sends more of it.
 */
class FuzzTest {

    private static final long SEED = Long.getLong("jetway.fuzz.seed", new SplittableRandom().nextLong());
    private static final int FRAMES = Integer.getInteger("jetway.fuzz.frames", 100_000);
    private static final int WARM_UP = FRAMES / 10;
    private static final int WITHIN_LIMITS = FRAMES / 10;
    private static final int TRAVELERS = 6;
    private static final int LARGEST_BATCH = 40;
    private static final int MOST_BATCHES = 30;
    private static final long SPARE_BYTES = 24L << 20;

    private final Coverage coverage = new Coverage();

    @Test
    void nothingThatIsSentBreaksAnythingOrBringsToLightWhatIsSomebodyElses() throws IOException {
        System.out.println("fuzz: -Djetway.fuzz.seed=" + SEED);
        try (var town = new Town(
                        "fuzz",
                        "jetway.gateway { commands.limit = 100000000, tenant-commands.limit = 100000000, max-subscriptions = 100000,"
                                + " sign-ins { limit = 1000000, refused = 1000000 },"
                                + " command-timeout = 2s, hello-timeout = 30s }");
                var vera = new Vera(town)) {
            fire(town, "warm", WARM_UP, SEED + 1, true);
            var before = Footprint.of(town);

            fire(town, "fuzz", FRAMES, SEED, true);

            vera.noticesNothing();
            town.assertQuiet();
            town.await(() -> assertThat(Footprint.of(town).leftSince(before)).isEmpty());
        }
        assertThat(coverage.counts().keySet()).containsAll(expected());
    }

    @Test
    void withTheLimitsOfANodeAFloodEndsAndNothingElseDoes() throws IOException {
        System.out.println("fuzz: -Djetway.fuzz.seed=" + SEED);
        try (var town = new Town("fuzz-limits", "jetway.gateway.sign-ins { limit = 1000000, refused = 1000000 }");
                var vera = new Vera(town)) {
            fire(town, "flood", WITHIN_LIMITS, SEED, false);

            vera.noticesNothing();
            town.assertQuiet();
            town.awaitConnections(1);
        }
        assertThat(coverage.counts().keySet()).contains("error rate_limited", "bye rate_limited", "ok");
    }

    private static List<String> expected() {
        var expected = new ArrayList<>(Mutations.kinds());
        for (var type : List.of("run", "subscribe", "unsubscribe", "cancel", "history", "ping", "hello")) {
            expected.add("valid " + type);
        }
        for (var code : List.of(
                "bad_request",
                "unknown_type",
                "payload_invalid",
                "conflict",
                "not_found",
                "interrupt_unknown",
                "interrupt_expired",
                "unavailable")) {
            expected.add("error " + code);
        }
        for (var code : List.of("protocol", "too_large", "unauthorized", "rate_limited")) {
            expected.add("bye " + code);
        }
        expected.addAll(List.of(
                "welcome",
                "ok",
                "ok duplicate",
                "pong",
                "subscribed",
                "subscribed recovered",
                "reset",
                "event RUN_STARTED",
                "event RUN_FINISHED",
                "event TEXT_MESSAGE_CONTENT",
                "event ACTIVITY_SNAPSHOT",
                "event MESSAGES_SNAPSHOT",
                "event STATE_SNAPSHOT",
                "event TOOL_CALL_RESULT",
                "closed with 1002",
                "closed with 1007"));
        return expected;
    }

    /**
     * Several travelers at once, each with one connection after the other.
     *
     * @param patient whether somebody now and then waits for a conversation that does not answer
     */
    private void fire(Town town, String name, int frames, long seed, boolean patient) {
        var left = new AtomicInteger(frames);
        ExecutorService threads = Executors.newFixedThreadPool(TRAVELERS);
        try {
            var random = new SplittableRandom(seed);
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < TRAVELERS; i++) {
                var traveler = new Fuzzer(town, "%s-%d".formatted(name, i), random.split(), patient);
                all.add(CompletableFuture.runAsync(() -> traveler.fire(left), threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .orTimeout(10, TimeUnit.MINUTES)
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("With -Djetway.fuzz.seed=%d: %s".formatted(SEED, e.getCause()), e.getCause());
        } finally {
            threads.shutdownNow();
        }
        System.out.println("fuzz: %s %s".formatted(name, coverage.counts()));
    }

    /** One traveler. */
    private final class Fuzzer {
        private final Town town;
        private final String name;
        private final SplittableRandom random;
        private final FrameSource source;
        private final Mutations mutations;

        private final boolean patient;
        private boolean askedInVain;

        private Fuzzer(Town town, String name, SplittableRandom random, boolean patient) {
            this.patient = patient;
            this.town = town;
            this.name = name;
            this.random = random;
            this.source = new FrameSource(random, name);
            this.mutations = new Mutations(random);
        }

        private void fire(AtomicInteger left) {
            try {
                while (left.get() > 0) {
                    try (var client = new FuzzClient(town.port(), name, source, coverage)) {
                        converse(client, left);
                    }
                    if (random.nextInt(40) == 0) {
                        town.conversations().sleep("dev:" + name);
                    }
                }
            } catch (IOException e) {
                throw new AssertionError("Nobody can connect any more", e);
            } catch (InterruptedException e) {
                throw new AssertionError("Interrupted", e);
            }
        }

        private void converse(FuzzClient client, AtomicInteger left) throws InterruptedException {
            if (!greet(client, left)) {
                return;
            }
            for (int batch = random.nextInt(MOST_BATCHES); batch >= 0; batch--) {
                boolean last = false;
                for (int i = random.nextInt(LARGEST_BATCH); i >= 0 && !last; i--) {
                    last = shoot(client, left);
                }
                if (last) {
                    client.ending();
                    return;
                }
                if (!client.isAlive(batch)) {
                    return;
                }
                client.awaitAnswers();
            }
            if (patient && !askedInVain) {
                askedInVain = true;
                client.askInVain();
            }
        }

        /** Mostly says hello; sometimes something else, and then waits for its end. */
        private boolean greet(FuzzClient client, AtomicInteger left) throws InterruptedException {
            int how = random.nextInt(20);
            if (how == 0) {
                client.send(Bytes.text("{\"type\":\"hello\",\"token\":\"dev:%s/../vera\"}".formatted(name)));
                client.ending();
            } else if (how == 1) {
                boolean last = false;
                for (int i = 0; i < 30 && !last; i++) {
                    last = shoot(client, left);
                }
                client.isAlive(-1);
            } else {
                client.send(Bytes.text("{\"type\":\"hello\",\"token\":\"dev:%s\"}".formatted(name)));
            }
            return how > 1;
        }

        private boolean shoot(FuzzClient client, AtomicInteger left) {
            var frame = source.next();
            var id = frame.path("id").asText();
            var shot = mutations.shot(frame);
            if (shot.kind().startsWith("valid") && !id.isEmpty() && !shot.kind().equals("valid subscribe")) {
                client.expectAnswer(id);
            }
            left.decrementAndGet();
            coverage.count(shot.kind());
            client.send(shot.bytes());
            return shot.last();
        }
    }

    /** What a town takes when nobody speaks. */
    private record Footprint(List<String> actors, long bytes) {

        static Footprint of(Town town) {
            town.awaitConnections(1);
            town.conversations().forgetAllBut("dev:vera");
            return new Footprint(town.actors(), town.heap());
        }

        List<String> leftSince(Footprint before) {
            var left = new ArrayList<String>();
            if (actors.size() > before.actors.size()) {
                left.add("%d actors instead of %d".formatted(actors.size(), before.actors.size()));
            }
            if (bytes > before.bytes + SPARE_BYTES) {
                left.add("%d bytes instead of %d".formatted(bytes, before.bytes));
            }
            return left;
        }
    }
}
