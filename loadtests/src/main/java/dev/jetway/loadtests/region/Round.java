package dev.jetway.loadtests.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One fault, and when it comes.
 *
 * @param seed decides what the clients do
 * @param calm how long clients are at work before it
 * @param struck how long it lasts
 * @param quiet whether the clients are done before the healing begins, so that nothing but catching up is seen then
 */
record Round(Fault fault, long seed, Duration calm, Duration struck, boolean quiet) {

    static final List<String> FAULTS =
            List.of("kill-node", "kill-region", "cut", "cut-one-way", "stop-cassandra", "pause", "rolling");

    private static final int LONGEST_SECONDS = 25;
    private static final int CALM_FROM_MILLIS = 4_000;
    private static final int CALM_SPREAD_MILLIS = 6_000;

    Round {
        if (struck.compareTo(fault.shortest()) < 0) {
            struck = fault.shortest();
        }
    }

    /**
     * @param region which it befalls, if it befalls one
     * @throws IllegalArgumentException when there is no fault of that name
     */
    static Fault fault(String name, String region) {
        return switch (name) {
            case "kill-node" -> new Fault.KillNode(region);
            case "kill-region" -> new Fault.KillRegion(region);
            case "cut" -> new Fault.Cut();
            case "cut-one-way" -> new Fault.CutOneWay(region);
            case "stop-cassandra" -> new Fault.StopCassandra(region);
            case "pause" -> new Fault.Pause(region);
            case "rolling" -> new Fault.Rolling();
            default ->
                throw new IllegalArgumentException(
                        "There is no fault “%s”, only %s".formatted(name, String.join(", ", FAULTS)));
        };
    }

    /** The rounds that follow from a seed: always the same ones, and each fault before any comes again. */
    static List<Round> random(long seed, int count) {
        var random = new Random(seed);
        var rounds = new ArrayList<Round>();
        var names = new ArrayList<String>();
        while (rounds.size() < count) {
            if (names.isEmpty()) {
                names.addAll(FAULTS);
            }
            var name = names.remove(random.nextInt(names.size()));
            var region = Regions.NAMES.get(random.nextInt(Regions.NAMES.size()));
            rounds.add(new Round(
                    fault(name, region),
                    random.nextLong(),
                    Duration.ofMillis(CALM_FROM_MILLIS + random.nextInt(CALM_SPREAD_MILLIS)),
                    Duration.ofSeconds(1 + random.nextInt(LONGEST_SECONDS)),
                    false));
        }
        return rounds;
    }
}
