package dev.jetway.agents.reply;

import java.time.Duration;

/**
 * How a model is asked for replies.
 *
 * @param timeout after which the agents' own words are the reply, or the rest of it
 * @param promptTokens room for the results; where they need more, no model is asked
 * @param maxTokens how much the model may write
 */
public record ModelWriting(Duration timeout, int promptTokens, int maxTokens) {

    public ModelWriting {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A model needs some time to write, not %s".formatted(timeout));
        }
        if (promptTokens < 500) {
            throw new IllegalArgumentException(
                    "%d tokens are too few to say what was found; give it 500 or more".formatted(promptTokens));
        }
        if (maxTokens < 100) {
            throw new IllegalArgumentException(
                    "%d tokens are too few for a reply; give it 100 or more".formatted(maxTokens));
        }
    }
}
