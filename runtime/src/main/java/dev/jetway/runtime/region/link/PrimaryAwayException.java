package dev.jetway.runtime.region.link;

import java.time.Duration;

/** The region that carries out approved actions did not answer; it may have done what it was asked. */
public final class PrimaryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String primary;
    private final transient Duration silence;

    /** @param silence how long nothing at all was heard of it */
    public PrimaryAwayException(String primary, Duration silence, Throwable cause) {
        super("Region %s, which carries out what you approve, does not answer".formatted(primary), cause);
        this.primary = primary;
        this.silence = silence;
    }

    /** The region that did not answer. */
    public String region() {
        return primary;
    }

    /** How long nothing at all was heard of it, as far as this node knows. */
    public Duration silence() {
        return silence;
    }
}
