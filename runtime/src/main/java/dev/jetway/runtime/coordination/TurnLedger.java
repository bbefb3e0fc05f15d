package dev.jetway.runtime.coordination;

/**
 * Remembers which turns are under way in this region, so that they are brought to an end after a crash
 * even if nobody asks for them again. Never blocks and never fails; a note is durable some milliseconds
 * later.
 */
public interface TurnLedger {

    /**
     * @param begunAt of the turn, in milliseconds since 1970: the same whoever goes on with it, so that its note is found
     *     again
     */
    void opened(String conversation, String turn, long begunAt);

    void ended(String conversation, String turn);
}
