package dev.jetway.agents.planning.remembering;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Notes;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans for messages about what is to be remembered. */
public final class MemoryPlans {

    private static final String REMEMBER = "memory.remember";
    private static final String RECALL = "memory.recall";
    private static final String FORGET = "memory.forget";

    private MemoryPlans() {}

    /** Empty when the message is about something else, or nobody on this node remembers anything. Pure. */
    public static Optional<Planning> of(PlanningRequest request) {
        if (!request.skills().keySet().containsAll(Set.of(REMEMBER, RECALL, FORGET))) {
            return Optional.empty();
        }
        var today = LocalDate.ofInstant(request.now(), request.traveler().zone());
        boolean monthFirst = request.traveler().toLocale().getCountry().equals("US");
        return AboutMe.read(request.text(), today, monthFirst)
                .map(said -> new Planning.Tasks(
                        TaskGraph.of(List.of(task(said)), request.skills().keySet()), List.of()));
    }

    /** Whether a plan was for such a message, of which nothing follows for the trip that is talked about. */
    public static boolean made(TaskGraph plan) {
        var tasks = plan.tasks().values();
        return !tasks.isEmpty() && tasks.stream().allMatch(task -> task.skill().startsWith("memory."));
    }

    private static Task task(AboutMe said) {
        if (said instanceof AboutMe.Remember it) {
            return Task.of(
                    "memory", REMEMBER, "Remember it", Notes.toInput(it.notes()).toString());
        }
        if (said instanceof AboutMe.ForgetIt it) {
            return Task.of("memory", FORGET, "Forget it", input(it.what()).toString());
        }
        return Task.of("memory", RECALL, "What I remember", "{}");
    }

    private static ObjectNode input(Forget what) {
        var input = JsonNodeFactory.instance.objectNode();
        if (what.everything()) {
            return input.put("everything", true);
        }
        if (what.trips()) {
            input.put("trips", true);
        }
        if (!what.preferences().isEmpty()) {
            var keys = input.putArray("preferences");
            what.preferences().forEach(preference -> keys.add(preference.key()));
        }
        return input;
    }
}
