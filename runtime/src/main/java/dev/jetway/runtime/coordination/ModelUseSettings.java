package dev.jetway.runtime.coordination;

import com.typesafe.config.Config;
import dev.jetway.agents.planning.model.ModelPlanning;
import dev.jetway.agents.reply.ModelWriting;
import java.util.function.Supplier;

/** The sections {@code jetway.model-planning} and {@code jetway.model-writing}. */
public final class ModelUseSettings {

    private ModelUseSettings() {}

    /**
     * @param jetway the section {@code jetway}
     * @throws IllegalArgumentException naming the section that is wrong
     */
    public static ModelPlanning planning(Config jetway) {
        var config = jetway.getConfig("model-planning");
        return named(
                "jetway.model-planning",
                () -> new ModelPlanning(
                        config.getDuration("timeout"), config.getInt("prompt-tokens"), config.getInt("max-tokens")));
    }

    /** As {@link #planning}. */
    public static ModelWriting writing(Config jetway) {
        var config = jetway.getConfig("model-writing");
        return named(
                "jetway.model-writing",
                () -> new ModelWriting(
                        config.getDuration("timeout"), config.getInt("prompt-tokens"), config.getInt("max-tokens")));
    }

    private static <T> T named(String section, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(section, e.getMessage()), e);
        }
    }
}
