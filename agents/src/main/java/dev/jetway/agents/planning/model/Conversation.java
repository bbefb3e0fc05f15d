package dev.jetway.agents.planning.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.reply.ReplyValidator;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** What stands in a conversation, to hold a model's plan against. */
final class Conversation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlanningRequest request;
    private final Set<String> shown = new HashSet<>();
    private boolean read;

    Conversation(PlanningRequest request) {
        this.request = request;
    }

    /** A tool has brought this as the whole value of a field. */
    boolean hasShown(String value) {
        if (!read) {
            read = true;
            request.history().forEach(turn -> turn.plan().tasks().values().forEach(this::collect));
        }
        return shown.contains(value);
    }

    /** The traveler has said this, as words of its own. */
    boolean hasSaid(String value) {
        var wanted = spaced(value);
        return !wanted.isBlank()
                && (spaced(request.text()).contains(wanted)
                        || request.history().stream()
                                .anyMatch(turn -> spaced(turn.text()).contains(wanted)));
    }

    /** A word by which a skill is asked for stands in the message, or in what this message answers a question about. */
    boolean asksFor(Skill skill) {
        for (var text : wish()) {
            var words = spaced(text);
            if (skill.keywords().stream().anyMatch(keyword -> words.contains(spaced(keyword)))) {
                return true;
            }
        }
        return false;
    }

    private List<String> wish() {
        var texts = new ArrayList<>(List.of(request.text()));
        for (int i = request.history().size() - 1;
                i >= 0 && askedBack(request.history().get(i));
                i--) {
            texts.add(request.history().get(i).text());
        }
        return texts;
    }

    private static boolean askedBack(PastTurn turn) {
        var tasks = turn.plan().tasks().values();
        return tasks.isEmpty()
                ? turn.reply().contains("?")
                : tasks.stream().anyMatch(task -> task.status() instanceof TaskStatus.InputRequired);
    }

    /** What is stated in a sentence that neither the traveler said nor a result has. */
    List<String> invented(String sentence) {
        return ReplyValidator.claims(sentence, results(), said());
    }

    private List<String> said() {
        var said = new ArrayList<>(List.of(request.text()));
        request.history().forEach(turn -> said.add(turn.text()));
        return said;
    }

    private TaskGraph results() {
        var tasks = new TreeMap<String, Task>();
        for (int i = 0; i < request.history().size(); i++) {
            for (var task : request.history().get(i).plan().tasks().values()) {
                tasks.put(i + "-" + task.id(), task);
            }
        }
        return new TaskGraph(tasks);
    }

    private void collect(Task task) {
        if (task.status() instanceof TaskStatus.Completed completed) {
            try {
                collect(JSON.readTree(completed.artifact()));
            } catch (JsonProcessingException unreadable) {
                // An artifact that is no JSON has shown nothing.
            }
        }
    }

    private void collect(JsonNode node) {
        if (node.isTextual()) {
            shown.add(node.textValue());
        }
        node.forEach(this::collect);
    }

    private static String spaced(String text) {
        return " "
                + text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}']+", " ")
                        .strip() + " ";
    }
}
