package dev.jetway.agents.planning.model;

import java.time.Duration;

/**
 * How a model is asked for plans.
 *
 * @param timeout after which the other planner has the turn, the second attempt included; a part of what a turn may
 *     take
 * @param promptTokens room for the message and what was said before it. A message that needs more is sent whole all the
 *     same, without anything before it
 * @param maxTokens how much the model may write
 */
public record ModelPlanning(Duration timeout, int promptTokens, int maxTokens) {

    public ModelPlanning {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A model needs some time to plan, not %s".formatted(timeout));
        }
        if (promptTokens < 500) {
            throw new IllegalArgumentException(
                    "%d tokens are too few to say what a plan is for; give it 500 or more".formatted(promptTokens));
        }
        if (maxTokens < 100) {
            throw new IllegalArgumentException(
                    "%d tokens are too few for a plan; give it 100 or more".formatted(maxTokens));
        }
    }
}
