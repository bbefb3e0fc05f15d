package dev.jetway.agents.evaluation;

import dev.jetway.agents.evaluation.Calibration.Decision;
import java.util.Set;

/** A message for which one of several labels was chosen, and which one it should have been. */
public record Choice(
        String where, String said, String expected, String chosen, double confidence, long nanos, Set<String> tags) {

    public Choice {
        tags = Set.copyOf(tags);
    }

    public boolean right() {
        return expected.equals(chosen);
    }

    Decision decision() {
        return new Decision(confidence, right());
    }
}
