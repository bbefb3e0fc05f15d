package dev.jetway.runtime.gateway;

/** A frame that can't be understood. The message names the field and what is wrong with it, fit to be sent back. */
public final class BadFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String id;

    /** @param id of the frame, {@code null} when it has none */
    public BadFrameException(String code, String id, String message) {
        super(message, null, false, false);
        this.code = code;
        this.id = id;
    }

    public BadFrameException withId(String frameId) {
        return new BadFrameException(code, frameId, getMessage());
    }

    public String code() {
        return code;
    }

    public String id() {
        return id;
    }
}
