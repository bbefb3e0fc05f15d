package dev.jetway.mcp;

import dev.jetway.agents.Traveler;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * In whose name, within which bounds and until when an agent may call tools.
 *
 * @param traveler empty when nobody is known: personal tools are refused then
 * @param allowedTools what is on the agent's card: tools as {@code server.tool}, what may be read as {@code
 *     server.resource:uri} and {@code server.prompt:name}
 * @param deadline when nobody waits for an answer any more
 * @param fresh the servers themselves have to answer, whatever is remembered of earlier answers
 * @param progress told what tools say while they work: a stranger's text, of any length; must not block
 */
public record CallScope(
        Optional<Traveler> traveler,
        Set<String> allowedTools,
        Instant deadline,
        boolean fresh,
        Consumer<String> progress) {

    private static final Consumer<String> NOBODY = line -> {};

    public CallScope {
        allowedTools = Set.copyOf(allowedTools);
    }

    public CallScope(Traveler traveler, Set<String> allowedTools, Instant deadline) {
        this(Optional.of(traveler), allowedTools, deadline);
    }

    public CallScope(Optional<Traveler> traveler, Set<String> allowedTools, Instant deadline) {
        this(traveler, allowedTools, deadline, false, NOBODY);
    }

    /** The same, with somebody who is told what tools say while they work. */
    public CallScope telling(Consumer<String> listener) {
        return new CallScope(traveler, allowedTools, deadline, fresh, listener);
    }

    /** The same, for reads on which something hangs that cannot be undone. */
    public CallScope asFresh() {
        return new CallScope(traveler, allowedTools, deadline, true, progress);
    }
}
