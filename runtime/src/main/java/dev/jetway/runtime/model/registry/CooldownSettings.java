package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The section {@code jetway.model-cooldown}: when a model is left alone for a while.
 *
 * @param allowedFails so many failures within {@code window} are one too many
 * @param time how long it is left alone the first time; twice as long after each trial that fails
 * @param longest the longest it is, also when it asks for more
 */
public record CooldownSettings(int allowedFails, Duration window, Duration time, Duration longest) {

    private static final String PATH = "jetway.model-cooldown.";

    /** @throws IllegalArgumentException naming the key that is wrong */
    public CooldownSettings {
        if (allowedFails < 1 || allowedFails > 100) {
            throw new IllegalArgumentException(PATH + "allowed-fails must be 1 to 100");
        }
        requirePositive(window, "window");
        requirePositive(time, "time");
        if (longest.compareTo(time) < 0) {
            throw new IllegalArgumentException(PATH + "longest must be at least " + PATH + "time");
        }
    }

    static CooldownSettings from(Config jetway) {
        var config = jetway.getConfig("model-cooldown");
        return new CooldownSettings(
                config.getInt("allowed-fails"),
                config.getDuration("window"),
                config.getDuration("time"),
                config.getDuration("longest"));
    }

    private static void requirePositive(Duration duration, String key) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(PATH + key + " must be positive");
        }
    }

    /** @param before how many there were in a row */
    Duration after(int before) {
        var doubled = time.multipliedBy(1L << Math.min(before, 20));
        return shorter(doubled);
    }

    Duration shorter(Duration asked) {
        return asked.compareTo(longest) > 0 ? longest : asked;
    }
}
