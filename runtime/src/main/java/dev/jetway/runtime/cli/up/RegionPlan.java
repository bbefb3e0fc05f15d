package dev.jetway.runtime.cli.up;

import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.runtime.cli.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedMap;

/**
 * What one region on this machine consists of.
 *
 * @param name empty for a region that is the only one
 * @param data where its node and its logs are
 * @param port of its chat page
 * @param pages by region, the address of its chat page, where that is known already
 * @param cassandra how its data center is started
 * @param contactPoints by region, where each one's Cassandra will be; empty for a region that is the only one
 * @param links by region, the port of its region link; empty for a region that is the only one
 */
record RegionPlan(
        String name,
        DataFolder data,
        int port,
        SortedMap<String, String> pages,
        EmbeddedCassandraSettings cassandra,
        SortedMap<String, String> contactPoints,
        SortedMap<String, Integer> links) {

    boolean alone() {
        return name.isEmpty();
    }

    /** What one of its parts is called where people read it. */
    String called(String part) {
        return alone() ? part : part + " " + name;
    }

    /** Removes what says that a node is here. */
    void tidy() throws IOException {
        Files.deleteIfExists(data.nodeConfiguration());
        Files.deleteIfExists(data.operationsAddress());
    }
}
