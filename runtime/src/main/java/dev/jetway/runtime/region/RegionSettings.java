package dev.jetway.runtime.region;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.NodeConfig.Region;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which region a node belongs to, and where every region's Cassandra is.
 *
 * @param own one of {@code regions}
 * @param regions by name, the own one among them
 */
public record RegionSettings(String own, SortedMap<String, Region> regions) {

    private static final String DATA_CENTER = "data-center";
    private static final String CONTACT_POINTS = "contact-points";
    private static final String EXAMPLE = "such as us { data-center = \"us\", contact-points = [\"10.1.0.1:9042\"] }";

    public RegionSettings {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
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
        var written = jetway.getObject("regions");
        for (var name : new TreeSet<>(written.keySet())) {
            regions.put(name, region(name, written.get(name)));
        }
        if (regions.isEmpty()) {
            var cassandra = jetway.getConfig("cassandra");
            var dataCenter = cassandra.getString(DATA_CENTER);
            regions.put(
                    own,
                    new Region(
                            dataCenter.isEmpty() ? own : dataCenter,
                            endpoints(cassandra, "jetway.cassandra", CONTACT_POINTS)));
        }
        return new RegionSettings(own, regions);
    }

    private static Region region(String name, ConfigValue written) {
        var path = "jetway.regions." + name;
        var where = written.origin().description();
        if (!(written instanceof ConfigObject entry)) {
            throw new IllegalArgumentException("%s (%s) must be a section, %s".formatted(path, where, EXAMPLE));
        }
        for (var key : new TreeSet<>(entry.keySet())) {
            if (!key.equals(DATA_CENTER) && !key.equals(CONTACT_POINTS)) {
                throw new IllegalArgumentException("Unknown key %s.%s (%s). A region has %s and %s"
                        .formatted(path, key, entry.get(key).origin().description(), DATA_CENTER, CONTACT_POINTS));
            }
        }
        if (!entry.containsKey(CONTACT_POINTS)) {
            throw new IllegalArgumentException("%s (%s) has no contact-points, %s".formatted(path, where, EXAMPLE));
        }
        var config = entry.toConfig();
        return new Region(
                config.hasPath(DATA_CENTER) ? config.getString(DATA_CENTER) : name,
                endpoints(config, path, CONTACT_POINTS));
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
