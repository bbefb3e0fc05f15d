package dev.jetway.runtime.gateway.identity;

import java.util.concurrent.CompletionException;

/** Nobody says yes or no to a token now, and may later. */
public final class NotJudgedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final long RETRY_AFTER_MS = 1_000;

    private final boolean rateLimited;
    private final long retryAfterMs;

    private NotJudgedException(boolean rateLimited, String message, long retryAfterMs, Throwable cause) {
        super(message, cause, false, false);
        this.rateLimited = rateLimited;
        this.retryAfterMs = Math.max(1, retryAfterMs);
    }

    public static NotJudgedException unavailable(String message, long retryAfterMs) {
        return new NotJudgedException(false, message, retryAfterMs, null);
    }

    public static NotJudgedException rateLimited(String message, long retryAfterMs) {
        return new NotJudgedException(true, message, retryAfterMs, null);
    }

    /** Why an {@link Authenticator}'s stage failed: this, whatever it was wrapped in, or that it could not answer. */
    public static NotJudgedException of(Throwable error) {
        var reason = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return reason instanceof NotJudgedException known
                ? known
                : new NotJudgedException(
                        false, "Nobody can tell at the moment whose token this is; try again", RETRY_AFTER_MS, reason);
    }

    /** Too much came from there; else nobody could be asked. */
    public boolean isRateLimited() {
        return rateLimited;
    }

    public long retryAfterMs() {
        return retryAfterMs;
    }
}
