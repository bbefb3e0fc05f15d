package dev.jetway.runtime.region;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.Placement;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Whether Cassandra keeps what is placed where a node was told that it does. To be asked before anybody is served. */
public final class PlacementCheck {

    private static final String JOURNAL = "akka.persistence.cassandra";
    private static final String QUERY = "SELECT keyspace_name, replication FROM system_schema.keyspaces";

    private PlacementCheck() {}

    /** Fails with a sentence that says what is to be done. */
    public static CompletionStage<Done> of(ActorSystem<?> system, NodeConfig node) {
        if (node.ownPlacements().isEmpty()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return CassandraSessionRegistry.get(system)
                .sessionFor(JOURNAL)
                .selectAll(QUERY)
                .thenApply(rows -> {
                    var found = rows.stream()
                            .collect(Collectors.toMap(row -> row.getString(0), PlacementCheck::dataCenters));
                    node.ownPlacements().forEach(placement -> require(placement, dataCenters(node, placement), found));
                    return Done.getInstance();
                });
    }

    private static SortedSet<String> dataCenters(Row row) {
        var replication = new TreeMap<>(row.getMap("replication", String.class, String.class));
        replication.remove("class");
        return new TreeSet<>(replication.keySet());
    }

    private static SortedSet<String> dataCenters(NodeConfig node, Placement placement) {
        return placement.regions().stream()
                .map(region -> node.regions().get(region).dataCenter())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void require(Placement placement, SortedSet<String> told, Map<String, ? extends Set<String>> found) {
        var there = found.get(placement.keyspace());
        if (there == null) {
            throw new IllegalStateException(
                    "Placement %1$s has no keyspace yet. Make it with jetway migrate … --placement %1$s=%2$s"
                            .formatted(placement.name(), String.join(",", told)));
        }
        if (!there.equals(told)) {
            throw new IllegalStateException(
                    "Placement %s is in the data centers %s here, and its keyspace %s is in %s. What it has stays there: undo the change of jetway.placements, or name another placement"
                            .formatted(placement.name(), told, placement.keyspace(), there));
        }
    }
}
