package dev.jetway.agents.planning.intent;

import java.util.Map;
import java.util.Set;

/**
 * How conversations go on: what was found is booked next, and hardly ever looked for again; nobody books what they have
 * not looked for, unless they say so. Weighs what a message says with what was wanted before it.
 *
 * @param follows for a label, those that it usually comes after: {@code hotels.book} after {@code hotels.search}
 */
public record Continuity(Map<String, Set<String>> follows) {

    /** Logarithms of odds, against a label that has nothing to do with what was wanted before. */
    private static final double NEXT = 3;

    private static final double AGAIN = 0;
    private static final double BACK = -1;
    private static final double EARLY = -3;

    public Continuity {
        follows = Map.copyOf(follows);
    }

    /** The ranking of a message's own words, in a state; the same when nothing was wanted before. */
    public Ranking weigh(Ranking ranking, State state) {
        if (state.last().isEmpty()) {
            return ranking;
        }
        return ranking.weighed(label -> odds(label, state.last()));
    }

    private double odds(String label, Set<String> last) {
        var before = follows.getOrDefault(label, Set.of());
        if (before.stream().anyMatch(last::contains)) {
            return NEXT;
        }
        if (last.contains(label)) {
            return AGAIN;
        }
        if (last.stream().anyMatch(done -> follows.getOrDefault(done, Set.of()).contains(label))) {
            return BACK;
        }
        return before.isEmpty() ? 0 : EARLY;
    }
}
