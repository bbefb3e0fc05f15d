package dev.jetway.cluster.schema;

import dev.jetway.cluster.Placement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the rows of a placement's conversations are.
 *
 * @param placement its name
 * @param replication in the data centers of its regions, and no others
 */
public record PlacedKeyspace(String placement, Replication replication) {

    public PlacedKeyspace {
        Placement.keyspace(placement);
    }

    /**
     * Reads {@code eu-only=eu,uk}: a placement and its data centers.
     *
     * @param all copies of each row by data center
     */
    public static PlacedKeyspace parse(String text, Replication all) {
        String[] pair = text.split("=", -1);
        if (pair.length != 2 || pair[1].isBlank()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a placement and its data centers, such as eu-only=eu");
        }
        Map<String, Integer> factors = new TreeMap<>();
        for (String part : pair[1].split(",", -1)) {
            String dataCenter = part.trim();
            Integer factor = all.factors().get(dataCenter);
            if (factor == null) {
                throw new IllegalArgumentException("Placement " + pair[0].trim() + " has data center \"" + dataCenter
                        + "\", which is not one of " + all.factors().keySet());
            }
            factors.put(dataCenter, factor);
        }
        return new PlacedKeyspace(pair[0].trim(), Replication.of(factors));
    }

    public String name() {
        return Placement.keyspace(placement);
    }
}
