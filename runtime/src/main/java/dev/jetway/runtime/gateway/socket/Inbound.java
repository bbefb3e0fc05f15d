package dev.jetway.runtime.gateway.socket;

/** What came in over a socket. */
sealed interface Inbound {

    record Text(String text) implements Inbound {}

    /** A message over the limit, or one that was not complete in time. */
    record Unreadable(ServerFrame.Bye bye) implements Inbound {}
}
