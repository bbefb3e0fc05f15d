package dev.jetway.runtime.model.exchange;

import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;
import java.util.Optional;

/** Why one attempt brought no reply. The message goes on where the model's name ends: "answers with …". */
public final class AttemptFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Duration retryAfter;
    private final boolean worthAnother;

    private AttemptFailedException(Kind kind, String what, Duration retryAfter, boolean worthAnother) {
        // Without a stack: it is made where an answer is read, which says nothing of who asked.
        super(what, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.worthAnother = worthAnother;
    }

    /** The same request would fail again. */
    public static AttemptFailedException forGood(Kind kind, String what) {
        return new AttemptFailedException(kind, what, null, false);
    }

    /** The same request may do better soon. */
    public static AttemptFailedException forNow(Kind kind, String what, Optional<Duration> retryAfter) {
        return new AttemptFailedException(kind, what, retryAfter.orElse(null), true);
    }

    public static AttemptFailedException unreadable(String what) {
        return forGood(Kind.UNREADABLE, what);
    }

    boolean isWorthAnother() {
        return worthAnother;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    ModelException of(String model) {
        return new ModelException(kind, "%s %s".formatted(model, getMessage()), retryAfter);
    }
}
