package dev.jetway.runtime.coordination;

import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Tools;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** Gives an agent the tools it may call for one task, and no others. */
@FunctionalInterface
public interface ToolAccess {

    /** @param allowed the tools on the agent's card, as {@code server.tool} */
    Tools tools(Traveler traveler, Set<String> allowed, Instant deadline);

    /** The same. @param progress told, on any thread, what tools say while they work; must not block */
    default Tools tools(Traveler traveler, Set<String> allowed, Instant deadline, Consumer<String> progress) {
        return tools(traveler, allowed, deadline);
    }

    /** What a call of this tool may change. */
    default Risk risk(String tool) {
        return Risk.READ;
    }

    /** As {@link TurnMetrics#provenanceRefused}. */
    default void provenanceRefused(Risk risk) {}

    /** What is remembered of the traveler, as far as an agent may know it for one task. */
    default TravelerMemory memory(WorkOrder order, AgentCard card) {
        return TravelerMemory.NONE;
    }
}
