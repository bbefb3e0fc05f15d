package dev.jetway.mcp.transport;

/**
 * Hears what a server says while it works on one request: on the response to that request, and nowhere else. Must
 * not block.
 */
public interface Meanwhile {

    /** Leaves every question to the session's listener. */
    Meanwhile NOTHING = question -> false;

    /** @return whether this takes care of it; false leaves it to the session's listener */
    boolean asked(ServerQuestion question);

    /** Whether the server is told that it may report progress. */
    default boolean wantsProgress() {
        return false;
    }

    /**
     * The server says that it is at work. Not called unless that was wanted.
     *
     * @param saying what it is doing; empty when it does not say
     */
    default void progressed(double soFar, String saying) {}
}
