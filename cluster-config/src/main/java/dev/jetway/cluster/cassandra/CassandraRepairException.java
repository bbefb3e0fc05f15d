package dev.jetway.cluster.cassandra;

/** Copies could not be made equal. The message is a sentence for the person who tried. */
public final class CassandraRepairException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CassandraRepairException(String message, Throwable cause) {
        super(message, cause);
    }
}
