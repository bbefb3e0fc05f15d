package dev.jetway.cluster.schema;

/** The version a cluster's schema is at (0 for none), and the one this Jetway needs. */
public record SchemaVersion(int found, int needed) {

    public boolean isCurrent() {
        return found == needed;
    }
}
