package dev.jetway.agents.model;

import java.time.Duration;
import java.util.Optional;

/** Why there is no reply. The message says what happened and to which model; it contains no key and no prompt. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** It can't be reached, or answers that it can't answer now. */
        UNAVAILABLE,
        /** It has too much to do; see {@link #retryAfter()}. */
        RATE_LIMITED,
        /** What may be spent is spent. */
        BUDGET_EXCEEDED,
        /** It did not answer in time, or stopped in the middle. */
        TIMED_OUT,
        /** It knows no such model, or does not know us. Trying again is pointless. */
        MISCONFIGURED,
        /** It does not take the request: too long, a schema it can't read. Trying again is pointless. */
        REJECTED,
        /** What it sent is no reply. */
        UNREADABLE,
        CANCELED
    }

    private final Kind kind;
    private final Duration retryAfter;

    public ModelException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param retryAfter how long the model wants to be left alone; null where it does not say */
    public ModelException(Kind kind, String message, Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
