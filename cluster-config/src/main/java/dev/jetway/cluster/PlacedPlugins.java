package dev.jetway.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins for conversations that stay in some regions: each is the one for everything else of that region, but for
 * its keyspace. They share its session, so that a placement costs no connections.
 */
final class PlacedPlugins {

    private static final String SECTION = "jetway-placed";

    private PlacedPlugins() {}

    /** @param own the region it runs in */
    static String plugin(Placement placement, String region, String own) {
        return ConfigUtil.joinPath(SECTION, placement.name(), region.equals(own) ? "own" : "of-" + region);
    }

    static Config of(List<Placement> placements, String own) {
        Config config = ConfigFactory.empty();
        List<String> keyspaces = new ArrayList<>(List.of("jetway", "jetway_snapshot"));
        for (Placement placement : placements) {
            keyspaces.add(placement.keyspace());
            for (String region : placement.regions()) {
                config = config.withFallback(plugin(placement, region, own, NodeConfig.plugin(region, own)));
            }
        }
        return placements.isEmpty()
                ? config
                : config.withFallback(ConfigFactory.parseMap(
                        Map.of("datastax-java-driver.advanced.metadata.schema.refreshed-keyspaces", keyspaces),
                        "placements"));
    }

    private static Config plugin(Placement placement, String region, String own, String like) {
        String plugin = plugin(placement, region, own);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(plugin + ".journal.keyspace", placement.keyspace());
        values.put(plugin + ".session-provider", "dev.jetway.runtime.region.SharedSession");
        values.put(plugin + ".session-of", like);
        return ConfigFactory.parseMap(values, "placement " + placement.name())
                .withFallback(ConfigFactory.parseString(plugin + " = ${" + like + "}"));
    }
}
