package dev.jetway.runtime.commitment;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * @param callTimeout how long one attempt may take
 * @param giveUpAfter no attempt and no look-up starts later than this after the approval
 * @param retryDelay how long to wait between attempts and look-ups
 * @param lookups by commit tool, the read tool that says what came of an idempotency key
 */
public record CommitmentSettings(
        Duration callTimeout, Duration giveUpAfter, Duration retryDelay, Map<String, String> lookups) {

    public CommitmentSettings {
        if (callTimeout.compareTo(giveUpAfter) >= 0) {
            throw new IllegalArgumentException(
                    "jetway.commitment.call-timeout (%s) must be shorter than give-up-after (%s)"
                            .formatted(callTimeout, giveUpAfter));
        }
        lookups = Map.copyOf(lookups);
    }

    /** @param config the section {@code jetway.commitment} */
    public static CommitmentSettings from(Config config) {
        var lookups = new TreeMap<String, String>();
        config.getObject("lookups").forEach((tool, lookup) -> lookups.put(tool, (String) lookup.unwrapped()));
        return new CommitmentSettings(
                config.getDuration("call-timeout"),
                config.getDuration("give-up-after"),
                config.getDuration("retry-delay"),
                lookups);
    }
}
