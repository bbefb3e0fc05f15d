package dev.jetway.cluster.schema;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many copies of every row each data center keeps. */
public record Replication(SortedMap<String, Integer> factors) {

    public Replication {
        factors = Collections.unmodifiableSortedMap(new TreeMap<>(factors));
        if (factors.isEmpty()) {
            throw new IllegalArgumentException("Replication needs at least one data center, such as eu=3");
        }
        factors.forEach((dataCenter, factor) -> {
            if (!dataCenter.matches("[A-Za-z0-9_-]+") || dataCenter.equals("class")) {
                throw new IllegalArgumentException("\"" + dataCenter + "\" is no name of a data center");
            }
            if (factor < 1 || factor > 9) {
                throw new IllegalArgumentException("Data center " + dataCenter + " needs 1 to 9 copies, not " + factor);
            }
        });
    }

    public static Replication of(Map<String, Integer> factors) {
        return new Replication(new TreeMap<>(factors));
    }

    /** Reads {@code eu=3,us=3}. */
    public static Replication parse(String text) {
        Map<String, Integer> factors = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            String[] pair = part.trim().split("=");
            if (pair.length != 2 || !pair[1].trim().matches("\\d{1,3}")) {
                throw new IllegalArgumentException(
                        "\"" + part.trim() + "\" is not a data center and a number of copies, such as eu=3");
            }
            if (factors.put(pair[0].trim(), Integer.valueOf(pair[1].trim())) != null) {
                throw new IllegalArgumentException("Data center " + pair[0].trim() + " is given twice");
            }
        }
        return of(factors);
    }

    /** What {@code system_schema.keyspaces} says of a keyspace. */
    static Replication stored(Map<String, String> replication) {
        Map<String, Integer> factors = new TreeMap<>();
        replication.forEach((key, value) -> {
            if (!key.equals("class")) {
                factors.put(key, Integer.valueOf(value));
            }
        });
        return of(factors);
    }

    String toCql() {
        return factors.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "': " + entry.getValue())
                .collect(Collectors.joining(", ", "{'class': 'NetworkTopologyStrategy', ", "}"));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return factors.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
