package dev.jetway.runtime.coordination;

import com.typesafe.config.Config;

/**
 * @param maxActive how many tasks an agent works at a time on one node
 * @param maxQueued how many more may wait for it
 */
public record SpecialistSettings(int maxActive, int maxQueued) {

    public SpecialistSettings {
        if (maxActive < 1 || maxQueued < 0) {
            throw new IllegalArgumentException(
                    "jetway.specialists needs max-active of at least 1 and max-queued of at least 0");
        }
    }

    /** @param config the section {@code jetway.specialists} */
    public static SpecialistSettings from(Config config) {
        return new SpecialistSettings(config.getInt("max-active"), config.getInt("max-queued"));
    }
}
