package dev.jetway.runtime.region.primary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** Three regions whose messages come late, in any order or never, and whose registers die and are loaded anew. */
class PrimacyPropertyTest {

    private static final List<String> NAMES = List.of("ap", "eu", "us");
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final int ACTIONS = 9;

    /** All equally often; jqwik's integers are mostly small. */
    @Provide
    Arbitrary<List<Integer>> acts() {
        return Arbitraries.integers()
                .between(0, ACTIONS * 9 - 1)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMinSize(60)
                .ofMaxSize(200);
    }

    @Property(tries = 2_000)
    void neverDoTwoRegionsActAtOnce(@ForAll("acts") List<Integer> acts) {
        var world = new World();
        for (int act : acts) {
            world.act(act / 9, NAMES.get(act % 3), NAMES.get(act / 3 % 3));
            assertThat(world.acting()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 500)
    void onceAllHaveHeardOfEachOtherOneRegionActs(@ForAll("acts") List<Integer> acts) {
        var world = new World();
        acts.forEach(act -> world.act(act / 9, NAMES.get(act % 3), NAMES.get(act / 3 % 3)));

        world.messages.clear();
        world.now += LEASE.toNanos();
        NAMES.forEach(world::look);
        NAMES.forEach(
                from -> NAMES.forEach(to -> world.hear(to, world.known.get(from).latest())));

        assertThat(world.known.values())
                .extracting(Primacy::latest)
                .containsOnly(world.known.get("eu").latest());
        NAMES.forEach(world::askLeave);
        assertThat(world.acting()).hasSize(1);
    }

    private static final class World {
        private final Map<String, Primacy> known = new TreeMap<>();
        private final Map<String, Seat> seats = new HashMap<>();
        private final Map<String, Map<String, PrimaryMoved>> heard = new HashMap<>();
        private final Deque<Runnable> messages = new ArrayDeque<>();

        /** By lease, until when whoever got it acts; and where. */
        private final Map<String, Long> ends = new TreeMap<>();

        private long now;
        private int leases;

        World() {
            for (var name : NAMES) {
                known.put(name, new Primacy(name, PrimaryMoved.configured("eu")));
                seats.put(name, new Seat(LEASE, now));
                heard.put(name, new HashMap<>());
            }
        }

        void act(int what, String region, String other) {
            switch (what) {
                case 0 -> now += LEASE.toNanos() / 5;
                case 1, 2 -> askLeave(region);
                case 3 -> giveBack(region);
                case 4 -> crash(region, other);
                case 5 -> NAMES.forEach(each -> tells(region, each));
                case 6 -> deliver(messages.size());
                case 7 -> deliver((messages.size() + 1) / 2);
                default -> asksToMove(region, other);
            }
            NAMES.forEach(this::look);
        }

        /** Only now and then. Whoever has leave lives on. */
        private void crash(String region, String other) {
            if (region.equals(other)) {
                seats.put(region, new Seat(LEASE, now));
            }
        }

        void askLeave(String region) {
            var lease = region + leases++;
            record(
                    region,
                    known.get(region).news(heard.get(region).values()).stream().toList());
            if (seats.get(region)
                    .ask(known.get(region), heard.get(region).values(), lease, now)
                    .isEmpty()) {
                ends.put(lease, now + LEASE.toNanos());
            }
        }

        private void giveBack(String region) {
            ends.keySet().stream()
                    .filter(lease -> lease.startsWith(region))
                    .findFirst()
                    .ifPresent(lease -> {
                        ends.remove(lease);
                        seats.get(region).giveBack(lease);
                    });
        }

        private void tells(String from, String to) {
            var latest = known.get(from).latest();
            messages.add(() -> {
                heard.get(to).put(from, latest);
                hear(to, latest);
            });
        }

        void hear(String region, PrimaryMoved moved) {
            heard.get(region).values().removeIf(said -> said.term() < moved.term());
            record(region, known.get(region).news(List.of(moved)).stream().toList());
        }

        private void asksToMove(String asked, String to) {
            var latest = known.get(asked).latest();
            var wanted = new PrimaryMoved(latest.term() + 1, to, "", "", false, 0);
            if (!to.equals(latest.region())) {
                messages.add(() -> {
                    seats.get(latest.region()).stepDown(known.get(latest.region()), wanted);
                    look(latest.region());
                });
            }
        }

        void look(String region) {
            record(region, seats.get(region).due(now).stream().toList());
        }

        private void record(String region, List<PrimaryMoved> moves) {
            moves.forEach(move -> {
                known.put(region, move.applyTo(known.get(region)));
                seats.get(region).settled();
            });
        }

        private void deliver(int number) {
            for (int i = 0; i < number; i++) {
                messages.removeFirst().run();
            }
        }

        TreeSet<String> acting() {
            var regions = new TreeSet<String>();
            ends.forEach((lease, end) -> {
                if (end > now) {
                    regions.add(lease.substring(0, 2));
                }
            });
            return regions;
        }
    }

    @Property
    void aTermThatTwoRegionsClaimIsNobodys(@ForAll @IntRange(min = 1, max = 5) int term) {
        var claims = new ArrayList<PrimaryMoved>();
        for (var name : NAMES) {
            claims.add(new PrimaryMoved(term, name, "", "", true, 0));
        }
        for (var claim : claims) {
            var known = new Primacy(claim.region(), claim);
            assertThat(known.obstacle(List.of(claim))).isEmpty();
            assertThat(known.obstacle(claims))
                    .hasValueSatisfying(why -> assertThat(why).contains("both in term " + term));
        }
    }

    @Property
    void aLowerTermChangesNothing(@ForAll @IntRange(max = 5) int known, @ForAll @IntRange(max = 5) int told) {
        var before = new Primacy("eu", new PrimaryMoved(known, "eu", "", "", false, 0));
        var moved = new PrimaryMoved(told, "us", "", "", false, 0);
        assertThat(moved.applyTo(before).here()).isEqualTo(told <= known);
    }
}
