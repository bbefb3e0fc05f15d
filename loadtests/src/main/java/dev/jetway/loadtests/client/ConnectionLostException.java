package dev.jetway.loadtests.client;

/** The connection is gone; whether an unanswered command arrived is unknown. */
public final class ConnectionLostException extends Exception {

    private static final long serialVersionUID = 1;

    public ConnectionLostException(String reason) {
        super(reason);
    }
}
