package dev.jetway.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what a person mistyped in a configuration.
 *
 * <p>The reference configuration is the list of keys that exist. An object that is empty there is open:
 * its keys are names the person chooses (regions, servers), and nothing below it is checked.
 */
public final class ConfigCheck {
    private static final String ROOT = "jetway";

    private ConfigCheck() {}

    /**
     * A key that means nothing.
     *
     * @param key its full path
     * @param where file and line
     * @param nearest the full path of the known key it looks most like, if it looks like any
     */
    public record UnknownKey(String key, String where, Optional<String> nearest) {

        @Override
        public String toString() {
            return "Unknown key " + key + " (" + where + ")"
                    + nearest.map(known -> ". Did you mean " + known + "?").orElse("");
        }
    }

    /**
     * The keys below {@code jetway} that the reference has not.
     *
     * @param user what the person wrote, and nothing else
     */
    public static List<UnknownKey> unknownKeys(Config user, Config reference) {
        List<UnknownKey> unknown = new ArrayList<>();
        if (user.root().get(ROOT) instanceof ConfigObject written
                && reference.root().get(ROOT) instanceof ConfigObject known) {
            collect(written, known, ROOT, unknown);
        }
        return unknown;
    }

    /**
     * Refuses unknown keys and values of another kind than the reference has, below {@code jetway}.
     *
     * @throws InvalidConfigException listing all of them
     */
    public static void require(Config user, Config reference) {
        List<String> problems = new ArrayList<>();
        unknownKeys(user, reference).forEach(unknown -> problems.add(unknown.toString()));
        try {
            Config written = user.resolveWith(user.withFallback(reference).resolve());
            if (written.hasPath(ROOT)) {
                kinds(written.getValue(ROOT), reference.resolve().getValue(ROOT), ROOT, problems);
            }
        } catch (ConfigException.UnresolvedSubstitution e) {
            problems.add("A substitution has no value: " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    private static void kinds(ConfigValue user, ConfigValue reference, String path, List<String> problems) {
        if (!fits(user, reference)) {
            problems.add("Wrong value of " + path + " (" + place(user.origin()) + "): " + kind(reference)
                    + " is expected, not " + user.render(ConfigRenderOptions.concise()));
        } else if (user instanceof ConfigObject written && reference instanceof ConfigObject known) {
            new TreeMap<>(written).forEach((key, value) -> {
                if (known.get(key) != null) {
                    kinds(value, known.get(key), path + "." + key, problems);
                }
            });
        }
    }

    private static boolean fits(ConfigValue user, ConfigValue reference) {
        String text = String.valueOf(user.unwrapped());
        return switch (reference.valueType()) {
            case OBJECT -> user.valueType() == ConfigValueType.OBJECT;
            // HOCON reads { "0": …, "1": … } as a list, which is how a single key of a list is set.
            case LIST ->
                user.valueType() == ConfigValueType.LIST
                        || user instanceof ConfigObject indexed
                                && indexed.keySet().stream().allMatch(index -> index.matches("\\d+"));
            case NUMBER -> text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
            case BOOLEAN -> text.matches("true|false|on|off|yes|no");
            case STRING, NULL -> user.valueType() != ConfigValueType.OBJECT && user.valueType() != ConfigValueType.LIST;
        };
    }

    private static String kind(ConfigValue reference) {
        return switch (reference.valueType()) {
            case OBJECT -> "a section in { }";
            case LIST -> "a list in [ ]";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case STRING, NULL -> "a single value";
        };
    }

    private static void collect(ConfigObject user, ConfigObject reference, String path, List<UnknownKey> unknown) {
        // Sorted, as the order of a ConfigObject changes from run to run.
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(user).entrySet()) {
            String key = path + "." + ConfigUtil.quoteString(entry.getKey());
            String plain = path + "." + entry.getKey();
            ConfigValue known = reference.get(entry.getKey());
            if (known == null) {
                unknown.add(new UnknownKey(
                        entry.getKey().matches("[\\w-]+") ? plain : key,
                        place(entry.getValue().origin()),
                        nearest(entry.getKey(), reference).map(name -> path + "." + name)));
            } else if (entry.getValue() instanceof ConfigObject written
                    && known instanceof ConfigObject open
                    && !open.isEmpty()) {
                collect(written, open, plain, unknown);
            }
        }
    }

    private static String place(ConfigOrigin origin) {
        return origin.description();
    }

    private static Optional<String> nearest(String key, ConfigObject reference) {
        int tolerated = Math.max(2, key.length() / 3);
        return reference.keySet().stream()
                .sorted()
                .min(Comparator.comparingInt(known -> distance(key, known)))
                .filter(known -> distance(key, known) <= tolerated);
    }

    /** Levenshtein's. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
