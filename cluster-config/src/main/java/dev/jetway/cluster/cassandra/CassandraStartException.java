package dev.jetway.cluster.cassandra;

/** Cassandra could not be started. The message is a sentence for the person who tried. */
public final class CassandraStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stood in the way; the message has the particulars. */
    public enum Reason {
        WRONG_JAVA,
        LIBRARIES_MISSING,
        DATA_FOLDER_UNUSABLE,
        DATA_FOLDER_IN_USE,
        DISK_FULL,
        PORT_IN_USE,
        DIED_AT_START,
        NOT_READY_IN_TIME
    }

    private final Reason reason;

    CassandraStartException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CassandraStartException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
