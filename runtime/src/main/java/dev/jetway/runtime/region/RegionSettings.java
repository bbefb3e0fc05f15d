package dev.jetway.runtime.region;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.NodeConfig.Region;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which region a node belongs to, where every region's Cassandra is, and where its front ends are.
 *
 * @param own one of {@code regions}
 * @param regions by name, the own one among them
 * @param places of the same regions
 */
public record RegionSettings(String own, SortedMap<String, Region> regions, SortedMap<String, Place> places) {

    private static final String DATA_CENTER = "data-center";
    private static final String CONTACT_POINTS = "contact-points";
    private static final String PUBLIC_URL = "public-url";
    private static final String ZONE = "zone";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(DATA_CENTER, CONTACT_POINTS, PUBLIC_URL, ZONE));
    private static final String EXAMPLE = "such as us { data-center = \"us\", contact-points = [\"10.1.0.1:9042\"] }";

    public RegionSettings {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        if (!regions.containsKey(own)) {
            throw new IllegalArgumentException(
                    "jetway.region = \"%s\" is none of jetway.regions (%s). Add it there, or set jetway.region to one of them"
                            .formatted(own, String.join(", ", regions.keySet())));
        }
    }

    /**
     * Reads {@code region}, {@code regions} and, when there is only one, {@code cassandra}.
     *
     * @param jetway the section {@code jetway}
     * @throws IllegalArgumentException naming what is missing or makes no sense, and where it was written
     */
    public static RegionSettings from(Config jetway) {
        var own = jetway.getString("region");
        var regions = new TreeMap<String, Region>();
        var places = new TreeMap<String, Place>();
        var written = jetway.getObject("regions");
        for (var name : new TreeSet<>(written.keySet())) {
            var entry = entry(name, written.get(name));
            regions.put(name, region(name, entry));
            places.put(name, place(name, entry));
        }
        if (regions.isEmpty()) {
            var cassandra = jetway.getConfig("cassandra");
            var dataCenter = cassandra.getString(DATA_CENTER);
            regions.put(
                    own,
                    new Region(
                            dataCenter.isEmpty() ? own : dataCenter,
                            endpoints(cassandra, "jetway.cassandra", CONTACT_POINTS)));
            places.put(own, Place.UNKNOWN);
        }
        return new RegionSettings(own, regions, places);
    }

    private static ConfigObject entry(String name, ConfigValue written) {
        var path = "jetway.regions." + name;
        var where = written.origin().description();
        if (!(written instanceof ConfigObject entry)) {
            throw new IllegalArgumentException("%s (%s) must be a section, %s".formatted(path, where, EXAMPLE));
        }
        for (var key : new TreeSet<>(entry.keySet())) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("Unknown key %s.%s (%s). A region has %s"
                        .formatted(path, key, entry.get(key).origin().description(), String.join(", ", KEYS)));
            }
        }
        if (!entry.containsKey(CONTACT_POINTS)) {
            throw new IllegalArgumentException("%s (%s) has no contact-points, %s".formatted(path, where, EXAMPLE));
        }
        return entry;
    }

    private static Region region(String name, ConfigObject entry) {
        var config = entry.toConfig();
        return new Region(
                config.hasPath(DATA_CENTER) ? config.getString(DATA_CENTER) : name,
                endpoints(config, "jetway.regions." + name, CONTACT_POINTS));
    }

    private static Place place(String name, ConfigObject entry) {
        return new Place(text(name, entry, ZONE, ZoneId::of), text(name, entry, PUBLIC_URL, Place::address));
    }

    private static <T> Optional<T> text(String name, ConfigObject entry, String key, Function<String, T> read) {
        if (!entry.containsKey(key)) {
            return Optional.empty();
        }
        var value = entry.get(key);
        var text = String.valueOf(value.unwrapped());
        try {
            return Optional.of(read.apply(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "jetway.regions.%s.%s (%s) can't be \"%s\": %s"
                            .formatted(name, key, value.origin().description(), text, e.getMessage()),
                    e);
        }
    }

    /** Reads a list of {@code "host:port"}. */
    public static List<Endpoint> endpoints(Config section, String path, String key) {
        var value = section.getValue(key);
        var where = value.origin().description();
        if (value.valueType() != ConfigValueType.LIST) {
            throw new IllegalArgumentException(
                    "%s.%s (%s) must be a list in [ ] of \"host:port\"".formatted(path, key, where));
        }
        return section.getStringList(key).stream()
                .map(text -> endpoint(text, "%s.%s (%s)".formatted(path, key, where)))
                .toList();
    }

    private static Endpoint endpoint(String text, String place) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("%s must hold \"host:port\", not \"%s\"".formatted(place, text));
        }
        return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
