package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads sections whose keys are names a person chose: what stands below them is checked here. */
final class ModelsConfig {

    private ModelsConfig() {}

    /**
     * The entries of a section, by name.
     *
     * @param known an entry with all the keys there are
     * @throws IllegalArgumentException naming an entry that is none, or a key that does not exist
     */
    static SortedMap<String, Config> entries(String section, ConfigObject written, ConfigObject known) {
        var entries = new TreeMap<String, Config>();
        for (var name : new TreeSet<>(written.keySet())) {
            var path = section + "." + name;
            if (!(written.get(name) instanceof ConfigObject entry)) {
                throw new IllegalArgumentException(
                        "%s (%s) must be a section in { }".formatted(path, where(written.get(name))));
            }
            requireKnown(path, entry, known);
            entries.put(name, entry.toConfig());
        }
        return entries;
    }

    private static void requireKnown(String path, ConfigObject written, ConfigObject known) {
        for (var key : new TreeSet<>(written.keySet())) {
            if (!known.containsKey(key)) {
                throw new IllegalArgumentException("Unknown key %s.%s (%s). There are %s"
                        .formatted(path, key, where(written.get(key)), String.join(", ", sorted(known.keySet()))));
            }
            if (written.get(key) instanceof ConfigObject inner && known.get(key) instanceof ConfigObject innerKnown) {
                requireKnown(path + "." + key, inner, innerKnown);
            }
        }
    }

    /** A section with one more key. */
    static ConfigObject with(ConfigObject known, String key, String value) {
        return ConfigFactory.parseString(ConfigUtil.quoteString(key) + " = " + value)
                .root()
                .withFallback(known);
    }

    private static Set<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }

    private static String where(ConfigValue value) {
        return value.origin().description();
    }
}
