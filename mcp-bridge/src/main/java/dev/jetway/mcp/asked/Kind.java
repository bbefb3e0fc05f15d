package dev.jetway.mcp.asked;

import java.util.Arrays;
import java.util.Optional;

/** What a server can ask of us, in our words and in the protocol's. */
public enum Kind {
    /** Text, written by a language model of ours. */
    MODEL("sampling/createMessage"),
    /** Something only the traveler knows. */
    TRAVELER("elicitation/create"),
    /** Which folders it may work in. */
    FOLDERS("roots/list");

    private final String method;

    Kind(String method) {
        this.method = method;
    }

    static Optional<Kind> of(String method) {
        return Arrays.stream(values())
                .filter(kind -> kind.method.equals(method))
                .findAny();
    }
}
