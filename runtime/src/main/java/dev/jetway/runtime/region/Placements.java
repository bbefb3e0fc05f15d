package dev.jetway.runtime.region;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which regions conversations may be in. A conversation's id, and that of an approved action of it, says its placement;
 * one that says none is everywhere.
 *
 * @param named by name
 */
public record Placements(SortedMap<String, Placement> named) {

    /** Every conversation is everywhere. */
    public static final Placements NONE = new Placements(new TreeMap<>());

    private static final String REGIONS = "regions";
    private static final String EXAMPLE = "such as eu-only { regions = [eu] }";

    public Placements {
        named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
    }

    /**
     * Reads {@code placements}.
     *
     * @param jetway the section {@code jetway}
     * @param all the names of all regions
     * @throws IllegalArgumentException naming what makes no sense, and where it was written
     */
    public static Placements from(Config jetway, Set<String> all) {
        var named = new TreeMap<String, Placement>();
        var written = jetway.getObject("placements");
        for (var name : new TreeSet<>(written.keySet())) {
            named.put(name, placement(name, written.get(name), new TreeSet<>(all)));
        }
        return new Placements(named);
    }

    private static Placement placement(String name, ConfigValue written, Set<String> all) {
        var path = "jetway.placements." + name;
        var where = written.origin().description();
        if (!(written instanceof ConfigObject entry) || !(entry.get(REGIONS) instanceof ConfigList list)) {
            throw new IllegalArgumentException(
                    "%s (%s) must be a section with the list regions, %s".formatted(path, where, EXAMPLE));
        }
        for (var key : new TreeSet<>(entry.keySet())) {
            if (!key.equals(REGIONS)) {
                throw new IllegalArgumentException("Unknown key %s.%s (%s). A placement has regions, and nothing else"
                        .formatted(path, key, entry.get(key).origin().description()));
            }
        }
        var regions = new TreeSet<String>();
        for (var region : list) {
            if (region.valueType() != ConfigValueType.STRING || !all.contains(String.valueOf(region.unwrapped()))) {
                throw new IllegalArgumentException("%s.regions (%s) has %s, which is none of the regions %s"
                        .formatted(path, where, region.unwrapped(), all));
            }
            regions.add(String.valueOf(region.unwrapped()));
        }
        try {
            return new Placement(name, regions);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s (%s): %s".formatted(path, where, e.getMessage()), e);
        }
    }

    /**
     * Where a conversation or an approved action of it may be; empty when it is everywhere.
     *
     * @throws IllegalArgumentException for a placement nobody here knows: it is certainly not to be here
     */
    public Optional<Placement> of(String id) {
        var name = ConversationId.placementIn(id);
        if (name.equals(Placement.EVERYWHERE)) {
            return Optional.empty();
        }
        var placement = named.get(name);
        if (placement == null) {
            throw new IllegalArgumentException("There is no placement " + name + " here");
        }
        return Optional.of(placement);
    }

    /** As {@link #of}; false for a placement nobody here knows. */
    public boolean mayBeIn(String region, String id) {
        var name = ConversationId.placementIn(id);
        return name.equals(Placement.EVERYWHERE)
                || named.containsKey(name) && named.get(name).regions().contains(region);
    }

    /**
     * The one region that carries an approved action out: the primary, or, of what has a placement, the first of its
     * regions by name, so that all of them agree without asking and it never changes.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public String carrier(String id, String primary) {
        return of(id).map(placement -> placement.regions().first()).orElse(primary);
    }
}
