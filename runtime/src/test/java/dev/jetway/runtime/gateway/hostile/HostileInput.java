package dev.jetway.runtime.gateway.hostile;

import java.io.IOException;
import java.util.Optional;

/**
 * One row of the table in docs/hostile-clients.md; the answer stands there.
 *
 * @param what a client sends, as the row has it
 * @param reaches whether it may come as far as a conversation
 * @param frame the text that is wrong; empty when it is not a frame by itself
 */
record HostileInput(String what, boolean reaches, Attack attack, Optional<String> frame) {

    HostileInput(String what, boolean reaches, Attack attack) {
        this(what, reaches, attack, Optional.empty());
    }

    /** What a client does, and what comes of it in the words of the table. */
    @FunctionalInterface
    interface Attack {
        String on(Town town, String traveler) throws IOException;
    }

    /** What a client does that has said hello. */
    @FunctionalInterface
    interface Play {
        String by(Client client) throws IOException;
    }

    static HostileInput refused(String what, Attack attack) {
        return new HostileInput(what, false, attack);
    }

    static HostileInput heard(String what, Attack attack) {
        return new HostileInput(what, true, attack);
    }

    /** By somebody who has said hello. */
    static Attack greeted(Play play) {
        return (town, traveler) -> {
            try (var client = town.greeted(traveler)) {
                return town.overheard(client, play.by(client));
            }
        };
    }

    /** By somebody who has not. */
    static Attack stranger(Play play) {
        return (town, traveler) -> {
            try (var client = town.connect()) {
                return town.overheard(client, play.by(client));
            }
        };
    }

    @Override
    public String toString() {
        return what;
    }
}
