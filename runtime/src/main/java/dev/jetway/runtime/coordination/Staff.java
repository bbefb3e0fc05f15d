package dev.jetway.runtime.coordination;

import com.typesafe.config.Config;
import dev.jetway.agents.planning.Planner;
import java.util.Set;

/**
 * Who plans on a node, and who works.
 *
 * @param planner as {@code jetway.planner} names it
 * @param agents those on the class path that {@code jetway.agents.disabled} leaves
 */
public record Staff(Planner planner, AgentRegistry agents) {

    /**
     * Finds them. Takes some hundred milliseconds in a new JVM and needs nothing else of a node, so it can
     * be done beside everything else.
     *
     * @param config the whole configuration
     * @throws IllegalArgumentException when the planner is none
     * @throws IllegalStateException when two agents don't fit together, or a disabled one doesn't exist
     */
    public static Staff from(Config config) {
        var jetway = config.getConfig("jetway");
        return new Staff(
                planner(jetway.getString("planner")),
                AgentRegistry.load(Set.copyOf(jetway.getStringList("agents.disabled"))));
    }

    private static Planner planner(String className) {
        try {
            return (Planner) Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "jetway.planner = %s is no Planner with a public constructor without parameters (%s)"
                            .formatted(className, e));
        }
    }
}
