package dev.jetway.runtime.gateway.sse;

/** Ends a stream so that its client sees that it is not complete. */
final class BrokenOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenOffException(String why) {
        super(why, null, false, false);
    }
}
