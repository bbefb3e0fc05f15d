package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One of {@code jetway.model-groups}.
 *
 * @param models names of entries
 * @param fallbacks groups to go on with, in this order, when none of its own models answers
 * @param patience how long a model may take to begin its reply while there is another to ask
 */
public record GroupSettings(
        String name, List<String> models, Policy policy, List<String> fallbacks, Duration patience) {

    public GroupSettings {
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
        require(!models.isEmpty(), name, "models", "must name at least one of jetway.models");
        require(!patience.isNegative() && !patience.isZero(), name, "patience", "must be positive");
    }

    /** @param config the entry, with the defaults behind it */
    static GroupSettings from(String name, Config config) {
        return new GroupSettings(
                name,
                config.getStringList("models"),
                policy(name, config.getString("policy")),
                config.getStringList("fallbacks"),
                config.getDuration("patience"));
    }

    private static Policy policy(String group, String word) {
        return Arrays.stream(Policy.values())
                .filter(policy -> word(policy).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s must be one of %s, not '%s'"
                        .formatted(
                                key(group, "policy"),
                                Arrays.stream(Policy.values())
                                        .map(GroupSettings::word)
                                        .collect(Collectors.joining(", ")),
                                word)));
    }

    private static String word(Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String key(String group, String key) {
        return "jetway.model-groups.%s.%s".formatted(group, key);
    }

    private static void require(boolean condition, String group, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(key(group, key) + " " + rule);
        }
    }
}
