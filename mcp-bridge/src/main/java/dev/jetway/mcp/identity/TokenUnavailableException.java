package dev.jetway.mcp.identity;

import java.util.concurrent.CompletionException;

/** A token is needed and cannot be had. The message says why, in words that a caller may be shown. */
public final class TokenUnavailableException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public TokenUnavailableException(String message) {
        super(message);
    }

    private TokenUnavailableException(Throwable bug) {
        super("getting one failed", bug);
    }

    /** Why a stage of a {@link TokenSource} failed. */
    public static TokenUnavailableException of(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof TokenUnavailableException known ? known : new TokenUnavailableException(cause);
    }
}
