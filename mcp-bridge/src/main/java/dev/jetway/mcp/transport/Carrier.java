package dev.jetway.mcp.transport;

import java.util.concurrent.CompletionStage;

/**
 * What carries the messages of one {@link Session}: it sends what the session gives it, and gives the
 * session what comes back. Safe for use by many threads; never blocks.
 */
interface Carrier {

    /**
     * Sends a message that has an answer, or whose taking in is to be told. Whatever becomes of it goes to
     * {@link Session#answered}, not on an I/O thread.
     */
    void send(PendingRequest request, byte[] message);

    /** The handshake is over: from now on the server may speak of its own accord. */
    void established();

    /** How many answers are being read. */
    int open();

    /** Tells the server that the session is over and lets go of it. Takes two seconds at most; never fails. */
    CompletionStage<Void> close();
}
