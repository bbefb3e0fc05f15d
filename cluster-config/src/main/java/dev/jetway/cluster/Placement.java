package dev.jetway.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The regions that certain conversations stay in. What is stored of them is in a keyspace of its own, which has copies
 * in the data centers of these regions and nowhere else.
 *
 * <p>Both, name and regions, are part of each of these conversations: they are fixed.
 *
 * @param regions by name; at least one
 */
public record Placement(String name, SortedSet<String> regions) {

    /** All regions, for what nobody placed; in keyspaces that are always there. */
    public static final String EVERYWHERE = "everywhere";

    /** Without '_', so that no two have the same keyspace; Cassandra takes names of up to 48 characters. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

    private static final String KEYSPACE = "jetway_placed_";

    public Placement {
        requireName(name);
        regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("Placement %s needs at least one region".formatted(name));
        }
    }

    public static Placement of(String name, Collection<String> regions) {
        return new Placement(name, new TreeSet<>(regions));
    }

    /** @throws IllegalArgumentException for what is no name of a placement, {@link #EVERYWHERE} included */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(EVERYWHERE)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no name for a placement: a small letter first, then up to 29 small letters, digits or -, and not %s"
                            .formatted(name, EVERYWHERE));
        }
    }

    public String keyspace() {
        return keyspace(name);
    }

    /** @throws IllegalArgumentException for what is no name of a placement */
    public static String keyspace(String placement) {
        requireName(placement);
        return KEYSPACE + placement.replace('-', '_');
    }

    public static boolean isKeyspace(String name) {
        return name.startsWith(KEYSPACE);
    }
}
