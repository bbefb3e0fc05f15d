package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Traveler;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a traveler says, and what a planner should make of it.
 *
 * @param where the file and the line it stands in: {@code flights.jsonl:12}
 * @param history the turns before, oldest first, as they should have gone
 * @param tasks what is to be planned; empty unless the outcome is {@link Outcome#PLAN}
 * @param asks ids of slots that have to be asked for; empty where any question will do
 */
public record LabeledRequest(
        String id,
        String where,
        Instant now,
        Traveler traveler,
        String text,
        List<Turn> history,
        Outcome outcome,
        List<Expected> tasks,
        Set<String> asks,
        Set<String> tags) {

    /** What becomes of a message. */
    public enum Outcome {
        PLAN,
        ASK,
        CHAT,
        OUT_OF_SCOPE
    }

    /**
     * A task as it should be.
     *
     * @param input what is judged of its input, an object
     * @param artifact what it brought, an object; empty in what is still to be planned
     */
    public record Expected(String skill, JsonNode input, JsonNode artifact, boolean optional) {}

    /** An earlier turn as it should have gone; without tasks when it needed none. */
    public record Turn(String text, List<Expected> tasks, String reply) {
        public Turn {
            tasks = List.copyOf(tasks);
        }
    }

    public LabeledRequest {
        history = List.copyOf(history);
        tasks = List.copyOf(tasks);
        asks = Set.copyOf(asks);
        tags = Set.copyOf(tags);
    }

    /** Several things are asked for at once. */
    public boolean several() {
        return tasks.size() > 1;
    }
}
