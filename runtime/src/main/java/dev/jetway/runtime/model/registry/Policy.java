package dev.jetway.runtime.model.registry;

/** Which model of a group is asked first, of those that can take the request now. */
public enum Policy {
    /** As they are listed. */
    ORDERED,
    /** The one that takes least for the tokens that are expected. */
    CHEAPEST,
    /** The one that lately answered soonest; one that nobody asked for a while is tried by one call at a time. */
    FASTEST,
    /** The one with the fewest calls under way. */
    LEAST_BUSY
}
