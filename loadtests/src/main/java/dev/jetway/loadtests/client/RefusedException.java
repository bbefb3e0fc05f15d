package dev.jetway.loadtests.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The server refused a command; the connection stays. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean retryable;

    public RefusedException(String code, String message, boolean retryable) {
        super(code + ": " + message);
        this.code = code;
        this.retryable = retryable;
    }

    static RefusedException of(JsonNode frame) {
        return new RefusedException(
                frame.path("code").asText(),
                frame.path("message").asText(),
                frame.path("retryable").asBoolean());
    }

    /** One of the protocol's error codes. */
    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }
}
