package dev.jetway.mcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads a section of configuration whose keys are all known, so that a misspelt one is an error that names
 * it and not a setting that silently keeps its default.
 */
final class StrictConfig {

    private final Config section;
    private final String path;

    private StrictConfig(Config section, String path) {
        this.section = section;
        this.path = path;
    }

    /** @throws IllegalArgumentException if the section has a key that is not in {@code keys} */
    static StrictConfig of(Config section, String path, Set<String> keys) {
        for (String key : section.root().keySet()) {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(
                        "Unknown setting %s.%s; known there: %s".formatted(path, key, new TreeSet<>(keys)));
            }
        }
        return new StrictConfig(section, path);
    }

    /** Reads one value; what is wrong with it is reported with its full path. */
    <T> T get(String key, BiFunction<Config, String, T> reader) {
        try {
            return reader.apply(section, key);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Setting %s.%s: %s".formatted(path, key, e.getMessage()), e);
        }
    }

    StrictConfig section(String key, Set<String> keys) {
        return of(get(key, Config::getConfig), path + "." + key, keys);
    }

    /** A section whose keys are free, each with a value of the same kind. Sorted by key. */
    <T> SortedMap<String, T> map(String key, Function<Object, T> reader) {
        SortedMap<String, T> values = new TreeMap<>();
        for (var entry : get(key, Config::getObject).entrySet()) {
            String at = "%s.%s.%s".formatted(path, key, entry.getKey());
            if (entry.getValue().valueType() == ConfigValueType.OBJECT) {
                throw new IllegalArgumentException("Setting %s must be a single value".formatted(at));
            }
            try {
                values.put(entry.getKey(), reader.apply(entry.getValue().unwrapped()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Setting %s: %s".formatted(at, e.getMessage()), e);
            }
        }
        return values;
    }

    /** The free-named sections below a key. */
    Map<String, Config> sections(String key) {
        SortedMap<String, Config> sections = new TreeMap<>();
        for (String name : get(key, Config::getObject).keySet()) {
            String quoted = ConfigUtil.joinPath(key, name);
            sections.put(name, get(quoted, Config::getConfig));
        }
        return sections;
    }
}
