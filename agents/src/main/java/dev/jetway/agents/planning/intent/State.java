package dev.jetway.agents.planning.intent;

import java.util.Set;

/**
 * What a conversation was about before a message.
 *
 * @param last the labels of the turn before; empty in the beginning
 * @param reply what was answered to it, of which the last sentences count; empty when nothing was
 */
public record State(Set<String> last, String reply) {

    public static final State NOTHING = new State(Set.of(), "");

    public State {
        last = Set.copyOf(last);
    }
}
