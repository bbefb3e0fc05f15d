package dev.jetway.agents.planning.remembering;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Notes;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Plans for messages about what is to be remembered. */
public final class MemoryPlans {

    private static final String REMEMBER = "memory.remember";
    private static final String RECALL = "memory.recall";
    private static final String FORGET = "memory.forget";

    private MemoryPlans() {}

    /**
     * Empty when the message is about something else, or nobody on this node remembers anything. Pure, when {@code
     * others} is.
     *
     * @param others plans what else a message asks for: "remember that I fly from Edinburgh, and find me a flight to Rome"
     */
    public static Optional<Planning> of(PlanningRequest request, Function<PlanningRequest, Planning> others) {
        if (!request.skills().keySet().containsAll(Set.of(REMEMBER, RECALL, FORGET))) {
            return Optional.empty();
        }
        var today = LocalDate.ofInstant(request.now(), request.traveler().zone());
        boolean monthFirst = request.traveler().toLocale().getCountry().equals("US");
        var both = AboutMe.split(request.text())
                .flatMap(parts -> AboutMe.read(parts.first(), today, monthFirst)
                        .filter(AboutMe.Remember.class::isInstance)
                        .map(AboutMe.Remember.class::cast)
                        .filter(said -> !said.notes().isEmpty())
                        .flatMap(said -> both(said, others.apply(rest(request, parts.rest(), said)), request)));
        return both.isPresent()
                ? both
                : AboutMe.read(request.text(), today, monthFirst)
                        .map(said -> new Planning.Tasks(
                                TaskGraph.of(
                                        List.of(task(said)), request.skills().keySet()),
                                List.of()));
    }

    /** What is wanted besides is planned as if it were remembered already: they have just said it. */
    private static PlanningRequest rest(PlanningRequest request, String text, AboutMe.Remember said) {
        var known = request.remembered();
        var preferences = new HashMap<>(known.preferences());
        said.notes().forEach(note -> preferences.put(note.preference(), new Kept(note, "", request.now())));
        var consent = known.consent().or(() -> Optional.of(new Consent(request.now(), "")));
        return new PlanningRequest(
                text,
                request.now(),
                request.traveler(),
                request.history(),
                request.skills(),
                new Remembered(consent, preferences, known.trips()));
    }

    private static Optional<Planning> both(AboutMe.Remember said, Planning rest, PlanningRequest request) {
        return rest.fold(
                planned -> {
                    var tasks = new ArrayList<>(planned.graph().tasks().values());
                    tasks.add(task(said));
                    return Optional.of(new Planning.Tasks(
                            TaskGraph.of(tasks, request.skills().keySet()), planned.assumptions(), planned.maker()));
                },
                nothing -> Optional.empty());
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
