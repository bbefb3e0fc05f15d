package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.model.ModelSettings;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sections {@code jetway.models}, {@code model-groups}, {@code model-budgets} and {@code model-cooldown}; their keys
 * are explained in {@code reference.conf}. Holds no key of a model.
 *
 * @param models by name; empty for a node that plans and writes by itself
 * @param groups by name
 * @param fromEnvironment whether nobody configured them: variables of the environment mean them
 */
public record ModelsSettings(
        SortedMap<String, Entry> models,
        SortedMap<String, GroupSettings> groups,
        BudgetSettings budgets,
        CooldownSettings cooldown,
        boolean fromEnvironment) {

    /** Who plans, who writes, and who writes for tool servers that ask for it. */
    public static final String PLANNER = "planner";

    public static final String WRITER = "writer";
    public static final String SAMPLING = "sampling";

    /** Each of these in the environment means a model, where none is configured. */
    public static final List<String> VARIABLES = EnvironmentModels.VARIABLES;

    private static final String MODELS = "jetway.models";
    private static final String GROUPS = "jetway.model-groups";

    /** @param regions whose data it may see; empty for those of all regions */
    public record Entry(ModelSettings model, Set<String> regions) {
        public Entry {
            regions = Set.copyOf(regions);
        }
    }

    public ModelsSettings {
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        for (var group : groups.values()) {
            requireNames(GroupSettings.key(group.name(), "models"), group.models(), MODELS, models.keySet());
            requireNames(GroupSettings.key(group.name(), "fallbacks"), group.fallbacks(), GROUPS, groups.keySet());
            requireNoWayBack(group, groups);
        }
    }

    /**
     * Reads them.
     *
     * @param root the whole configuration, {@code reference.conf} included
     * @param regions the names of all regions
     * @throws IllegalArgumentException naming the key that is wrong, and where it was written
     */
    public static ModelsSettings from(Config root, Set<String> regions, Map<String, String> environment) {
        var jetway = root.getConfig("jetway");
        var written = jetway.getObject("models");
        var fromEnvironment = written.isEmpty() && jetway.getBoolean("models-from-environment.enabled");
        if (fromEnvironment) {
            written = EnvironmentModels.in(environment, jetway.getConfig("models-from-environment"))
                    .root();
        }
        var defaults = jetway.getObject("model-defaults");
        var entries = ModelsConfig.entries(MODELS, written, ModelsConfig.with(defaults, "regions", "[]"));
        var groups = groups(jetway, entries.keySet());
        var models = new TreeMap<String, Entry>();
        entries.forEach((name, entry) -> {
            var known = hasAnother(name, groups) ? entry.withFallback(ONCE) : entry;
            models.put(name, entry(name, known, defaults.toConfig(), regions, fromEnvironment));
        });
        return new ModelsSettings(
                models,
                groups,
                BudgetSettings.from(jetway, jetway.getObject("tenants").keySet()),
                CooldownSettings.from(jetway),
                fromEnvironment);
    }

    /** Where another model can be asked, asking the same one again only costs time. */
    private static final Config ONCE = ConfigFactory.parseString("attempts.max = 1");

    private static boolean hasAnother(String model, SortedMap<String, GroupSettings> groups) {
        return groups.values().stream()
                .anyMatch(group -> group.models().contains(model)
                        && (group.models().size() > 1 || !group.fallbacks().isEmpty()));
    }

    private static SortedMap<String, GroupSettings> groups(Config jetway, Set<String> models) {
        var written = jetway.getObject("model-groups");
        var defaults = jetway.getConfig("model-group-defaults");
        var known = ModelsConfig.with(defaults.root(), "models", "[]");
        var groups = new TreeMap<String, GroupSettings>();
        ModelsConfig.entries(GROUPS, written, known).forEach((name, entry) -> {
            if (!entry.hasPath("models")) {
                throw new IllegalArgumentException(
                        GroupSettings.key(name, "models") + " must name at least one of jetway.models");
            }
            groups.put(name, GroupSettings.from(name, entry.withFallback(defaults)));
        });
        if (groups.isEmpty() && !models.isEmpty()) {
            var all = ConfigFactory.parseMap(Map.of("models", List.copyOf(models)), "all models");
            for (var name : List.of(PLANNER, WRITER)) {
                groups.put(name, GroupSettings.from(name, all.withFallback(defaults)));
            }
        }
        return groups;
    }

    private static Entry entry(
            String name, Config entry, Config defaults, Set<String> regions, boolean fromEnvironment) {
        var model = model(name, entry, defaults, fromEnvironment);
        var named = new TreeSet<>(entry.hasPath("regions") ? entry.getStringList("regions") : List.of());
        requireNames("%s.%s.regions".formatted(MODELS, name), named, "jetway.regions", regions);
        if (named.isEmpty() && regions.contains(model.region())) {
            named.add(model.region());
        }
        return new Entry(model, named);
    }

    private static ModelSettings model(String name, Config entry, Config defaults, boolean fromEnvironment) {
        try {
            return ModelSettings.from(name, entry, defaults);
        } catch (IllegalArgumentException e) {
            throw fromEnvironment
                    ? new IllegalArgumentException(
                            "The environment (%s) means a model that can't be asked, and jetway.models-from-environment.enabled is true. %s"
                                    .formatted(String.join(", ", VARIABLES), e.getMessage()),
                            e)
                    : e;
        }
    }

    private static void requireNames(String key, Iterable<String> named, String of, Set<String> known) {
        for (var name : named) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("%s: '%s' is none of %s (%s)"
                        .formatted(key, name, of, new TreeSet<>(known).stream().collect(Collectors.joining(", "))));
            }
        }
    }

    private static void requireNoWayBack(GroupSettings group, Map<String, GroupSettings> groups) {
        for (var fallback : group.fallbacks()) {
            if (way(fallback, groups, new LinkedHashSet<>()).contains(group.name())) {
                throw new IllegalArgumentException("%s: '%s' falls back to '%s' itself"
                        .formatted(GroupSettings.key(group.name(), "fallbacks"), fallback, group.name()));
            }
        }
    }

    /** The groups that a request to this one passes, itself the first. */
    static Set<String> way(String group, Map<String, GroupSettings> groups, Set<String> passed) {
        if (passed.add(group)) {
            groups.get(group).fallbacks().forEach(next -> way(next, groups, passed));
        }
        return passed;
    }

    /**
     * Looks whether the keys that are named are there. Waits for the disk.
     *
     * @throws IllegalArgumentException naming the variable or file without a key in it
     */
    public void requireKeys(Map<String, String> environment) {
        models.forEach((name, entry) -> {
            try {
                entry.model().key().read(environment);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s.%s.%s".formatted(MODELS, name, e.getMessage()), e);
            }
        });
    }
}
