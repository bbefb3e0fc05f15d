package dev.jetway.mcp.transport;

/**
 * In whose name a request travels, and how much it may cost.
 *
 * @param token the bearer token, or {@link #NOBODY}
 * @param maxAnswerBytes the response is cut when its body grows beyond this
 */
public record Caller(String token, long maxAnswerBytes) {

    /** No token is sent. */
    public static final String NOBODY = "";

    @Override
    public String toString() {
        return "Caller[maxAnswerBytes=%d]".formatted(maxAnswerBytes);
    }
}
