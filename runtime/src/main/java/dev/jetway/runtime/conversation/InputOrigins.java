package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Origin;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.reading.Said;
import dev.jetway.agents.provenance.Evidence;
import dev.jetway.agents.provenance.Provenance;
import dev.jetway.agents.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a conversation knows of where a task's input comes from: the traveler's messages, and what the tasks of
 * the latest turns brought. Whatever the planner was or thought does not count.
 */
final class InputOrigins {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InputOrigins() {}

    /** @param input as JSON text, its references replaced */
    static List<Origin> of(Conversation conversation, Turn turn, String input) {
        var messages = new ArrayList<Said.Message>();
        var earlier = new ArrayList<Evidence>();
        for (var known : upTo(turn, conversation.turns().values())) {
            messages.add(new Said.Message(known.message().text(), Instant.ofEpochMilli(known.at())));
            addResults(known, earlier);
        }
        return Provenance.ofInput(parse(input), Said.in(messages, turn.message().traveler()), earlier);
    }

    private static List<Turn> upTo(Turn turn, List<Turn> all) {
        int end = 0;
        while (end < all.size() && !all.get(end).id().equals(turn.id())) {
            end++;
        }
        end = Math.min(end + 1, all.size());
        return all.subList(Math.max(0, end - 1 - PlanningRequest.MAX_HISTORY), end);
    }

    private static void addResults(Turn turn, List<Evidence> into) {
        if (turn.plan() == null) {
            return;
        }
        for (var task : turn.plan().tasks().values()) {
            if (task.status() instanceof TaskStatus.Completed completed) {
                into.add(new Evidence(task.skill(), parse(task.input()), parse(completed.artifact())));
            }
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException unreadable) {
            return JSON.missingNode();
        }
    }
}
