package dev.jetway.runtime.model.registry;

import java.util.Comparator;
import java.util.List;

/**
 * A model that might be asked.
 *
 * @param place where it stands in its group, from 0
 */
record Candidate(int place, Terms terms, Health health) {

    /** Of a model of which nothing is known yet, only one call finds out. */
    private static final double NOT_NOW = Double.MAX_VALUE;

    private static final double SOON = -1;

    /** Those that can take the request now, the first choice first. */
    static List<Candidate> ranked(List<Candidate> all, Policy policy, Need need, long now) {
        return all.stream()
                .filter(it -> it.terms.fits(need) && it.health.takes(now, it.terms.maxRunning()))
                .sorted(Comparator.comparing((Candidate it) -> !it.terms.promises(need))
                        .thenComparing(it -> it.health.running() >= it.terms.streams())
                        .thenComparingDouble(it -> it.worth(policy, need, now))
                        .thenComparingInt(Candidate::place))
                .toList();
    }

    private double worth(Policy policy, Need need, long now) {
        return switch (policy) {
            case ORDERED -> place;
            case CHEAPEST -> terms.nanos(need.most());
            case FASTEST -> millis(need.schema() ? health.whole() : health.first(), now);
            case LEAST_BUSY -> health.running();
        };
    }

    private double millis(Pace pace, long now) {
        if (pace.known(now)) {
            return pace.millis();
        }
        return health.running() == 0 ? SOON : NOT_NOW;
    }
}
