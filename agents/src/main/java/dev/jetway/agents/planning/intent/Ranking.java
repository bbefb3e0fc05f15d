package dev.jetway.agents.planning.intent;

import java.util.List;

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
