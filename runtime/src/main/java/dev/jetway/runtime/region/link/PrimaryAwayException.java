package dev.jetway.runtime.region.link;

/** The region that carries out approved actions did not answer; it may have done what it was asked. */
public final class PrimaryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PrimaryAwayException(String primary, Throwable cause) {
        super("Region %s, which carries out what you approve, does not answer".formatted(primary), cause);
    }
}
