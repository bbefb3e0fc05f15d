package dev.jetway.runtime.cli;

/** A command could not do what was asked; the message is one sentence for the person who asked. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    /** The cause goes to the log, not to the person. */
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
