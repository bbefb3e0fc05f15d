package dev.jetway.runtime.coordination;

/**
 * Remembers which turns are under way in this region, so that they are brought to an end after a crash
 * even if nobody asks for them again. Never blocks and never fails; a note is durable some milliseconds
 * later.
 */
public interface TurnLedger {

    void opened(String conversation, String turn);

    void ended(String conversation, String turn);
}
