package dev.jetway.mcp.trust;

/** How something a server says of itself compares with what was pinned. */
public enum Verdict {
    /** Exactly as pinned. */
    PINNED,
    /** Pinned, and another now: not to be used until it is as pinned again, or pinned anew. */
    CHANGED,
    /** Nobody has pinned it, and somebody must. */
    NEW,
    /** Pinned, and not offered any more. */
    MISSING,
    /** The configuration wants no pins for this server. */
    UNPINNED;

    /** Whether a tool of this verdict may be called, as far as pins are concerned. */
    public boolean trusted() {
        return this == PINNED || this == UNPINNED;
    }
}
