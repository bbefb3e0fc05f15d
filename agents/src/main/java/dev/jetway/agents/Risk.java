package dev.jetway.agents;

/** What a tool call, or an agent, may change in the world. Ordered: the later, the more careful. */
public enum Risk {
    /** Changes nothing. May be called again at any time. */
    READ,
    /** Changes something that can be changed back and costs nothing. */
    WRITE,
    /** Books, pays, cancels: happens only after the traveler approved exactly this call. */
    COMMIT
}
