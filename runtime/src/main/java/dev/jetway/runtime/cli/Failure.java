package dev.jetway.runtime.cli;

import java.util.concurrent.CompletionException;

/** A command could not do what was asked; the message is one sentence for the person who asked. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    /** What went wrong behind a stage, as a failure. */
    public static Failure of(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Failure known ? known : new Failure(String.valueOf(cause.getMessage()), cause);
    }

    /** The cause goes to the log, not to the person. */
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
