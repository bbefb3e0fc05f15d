package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.evaluation.LabeledRequest.Expected;
import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import dev.jetway.agents.evaluation.LabeledRequest.Turn;
import dev.jetway.agents.evaluation.Lines.Line;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.TaskGraph;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads labelled requests in the format that {@code agents/evaluation/README.md} describes. */
public final class LabeledRequests {

    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_TAGS = 16;
    private static final Set<String> FIELDS =
            Set.of("id", "now", "zone", "locale", "currency", "text", "history", "outcome", "tasks", "asks", "tags");
    private static final Set<String> TURN_FIELDS = Set.of("text", "tasks", "reply");
    private static final Set<String> TASK_FIELDS = Set.of("skill", "input", "artifact", "optional");

    private final Line line;

    private LabeledRequests(Line line) {
        this.line = line;
    }

    /**
     * Reads every {@code *.jsonl} file of a folder, by name.
     *
     * @throws BadDataException naming the file and the line
     */
    public static List<LabeledRequest> read(Path folder) {
        var requests = new ArrayList<LabeledRequest>();
        Map<String, String> seen = new HashMap<>();
        for (var file : Lines.files(folder, ".jsonl")) {
            for (var line : Lines.of(file)) {
                var request = new LabeledRequests(line).request();
                var before = seen.put(request.id(), request.where());
                if (before != null) {
                    throw line.bad("the id '%s' is taken by %s", request.id(), before);
                }
                requests.add(request);
            }
        }
        if (requests.isEmpty()) {
            throw new BadDataException(folder.toString(), "no file here holds a request");
        }
        return requests;
    }

    private LabeledRequest request() {
        var object = line.object();
        line.only(object, "the request", FIELDS);
        var outcome = outcome();
        var tasks = tasks(object);
        if (tasks.isEmpty() == (outcome == Outcome.PLAN)) {
            throw line.bad(
                    outcome == Outcome.PLAN ? "a plan needs 'tasks'" : "'tasks' go with the outcome \"plan\" only");
        }
        var asks = words(object, "asks", TaskGraph.MAX_TASKS);
        if (!asks.isEmpty() && outcome != Outcome.ASK) {
            throw line.bad("'asks' go with the outcome \"ask\" only");
        }
        return new LabeledRequest(
                line.text(object, "id"),
                line.where(),
                now(),
                traveler(),
                said(object),
                line.list(object, "history", PlanningRequest.MAX_HISTORY).stream()
                        .map(this::turn)
                        .toList(),
                outcome,
                tasks,
                asks,
                words(object, "tags", MOST_TAGS));
    }

    private Turn turn(JsonNode turn) {
        object(turn, "a turn of 'history'");
        line.only(turn, "a turn of 'history'", TURN_FIELDS);
        var reply = turn.path("reply");
        if (!reply.isMissingNode() && !reply.isTextual()) {
            throw line.bad("'reply' has to be text");
        }
        return new Turn(said(turn), tasks(turn), reply.asText());
    }

    private List<Expected> tasks(JsonNode part) {
        return line.list(part, "tasks", TaskGraph.MAX_TASKS).stream()
                .map(this::task)
                .toList();
    }

    private Expected task(JsonNode task) {
        object(task, "a task");
        line.only(task, "a task", TASK_FIELDS);
        var optional = task.path("optional");
        if (!optional.isMissingNode() && !optional.isBoolean()) {
            throw line.bad("'optional' has to be true or false");
        }
        return new Expected(
                line.text(task, "skill"), part(task, "input"), part(task, "artifact"), optional.asBoolean());
    }

    private JsonNode part(JsonNode task, String field) {
        if (!task.has(field)) {
            return JsonNodeFactory.instance.objectNode();
        }
        return object(task.get(field), "'" + field + "'");
    }

    private JsonNode object(JsonNode value, String name) {
        if (!value.isObject()) {
            throw line.bad("%s has to be an object", name);
        }
        return value;
    }

    private String said(JsonNode part) {
        var text = part.path("text");
        if (!text.isTextual() || text.textValue().length() > LONGEST_TEXT) {
            throw line.bad("'text' has to be text of at most %,d characters", LONGEST_TEXT);
        }
        return text.textValue();
    }

    private Outcome outcome() {
        var word = line.text(line.object(), "outcome");
        try {
            if (word.equals(word.toLowerCase(Locale.ROOT))) {
                return Outcome.valueOf(word.toUpperCase(Locale.ROOT));
            }
        } catch (IllegalArgumentException unknown) {
            // said below
        }
        throw line.bad("the outcome is plan, ask, chat or out_of_scope, not '%s'", word);
    }

    private Instant now() {
        var now = line.text(line.object(), "now");
        try {
            return Instant.parse(now);
        } catch (DateTimeException e) {
            throw line.bad("'now' is a moment such as 2026-03-02T09:00:00Z, not '%s'", now);
        }
    }

    private Traveler traveler() {
        var zone = line.text(line.object(), "zone", "Europe/London");
        var locale = line.text(line.object(), "locale", "en-GB");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw line.bad("'zone' is a time zone such as Europe/London, not '%s'", zone);
        }
        return new Traveler("evaluation", locale, zone, currency(locale));
    }

    private String currency(String locale) {
        var named = line.object().path("currency");
        try {
            return named.isMissingNode()
                    ? Currency.getInstance(Locale.forLanguageTag(locale)).getCurrencyCode()
                    : Currency.getInstance(named.asText()).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw line.bad(
                    named.isMissingNode()
                            ? "'locale' is a language and a country such as en-GB, not '%s'"
                            : "'currency' is a code such as GBP, not '%s'",
                    named.isMissingNode() ? locale : named.asText());
        }
    }

    private Set<String> words(JsonNode part, String field, int most) {
        var words = new HashSet<String>();
        for (var word : line.list(part, field, most)) {
            if (!word.isTextual() || word.textValue().isBlank()) {
                throw line.bad("'%s' has to be a list of words", field);
            }
            words.add(word.textValue());
        }
        return words;
    }
}
