package dev.jetway.agents.planning.intent;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a message asks for, as far as it can be told.
 *
 * @param candidates every label, the most probable first; their probabilities add up to 1
 * @param outside how probably it asks for nothing that can be done here, from 0 to 1
 */
public record Ranking(List<Candidate> candidates, double outside) {

    /** @param within as {@link Label#within()} says */
    public record Candidate(String label, double probability, boolean within) {}

    public Ranking {
        candidates = List.copyOf(candidates);
    }

    /**
     * The same, knowing more.
     *
     * @param odds by how much a label is more probable than its words alone say, as a natural logarithm
     */
    public Ranking weighed(ToDoubleFunction<String> odds) {
        var weights = candidates.stream()
                .mapToDouble(candidate -> candidate.probability() * Math.exp(odds.applyAsDouble(candidate.label())))
                .toArray();
        double all = DoubleStream.of(weights).sum();
        return new Ranking(
                IntStream.range(0, weights.length)
                        .mapToObj(i -> new Candidate(
                                candidates.get(i).label(),
                                weights[i] / all,
                                candidates.get(i).within()))
                        .sorted(Comparator.comparingDouble(Candidate::probability)
                                .reversed())
                        .toList(),
                outside);
    }

    public Candidate best() {
        return candidates.get(0);
    }

    /** The most probable things that can be done here, at most {@code most}. */
    public List<Candidate> within(int most) {
        return candidates.stream().filter(Candidate::within).limit(most).toList();
    }

    public double probability(String label) {
        return candidates.stream()
                .filter(candidate -> candidate.label().equals(label))
                .mapToDouble(Candidate::probability)
                .findFirst()
                .orElse(0);
    }
}
