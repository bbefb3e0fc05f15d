package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The project's own labelled requests are sound. What a planner makes of them is measured, not tested. */
class OwnRequestsTest {

    private static final Path FOLDER = Path.of("evaluation", "requests");
    private static final int LEAST = 420;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TAG = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Set<String> SLOTS = slots();
    private static final Map<String, Skill> SKILLS = ServiceLoader.load(AgentBehavior.class).stream()
            .map(ServiceLoader.Provider::get)
            .flatMap(agent -> agent.card().skills().stream())
            .collect(Collectors.toMap(Skill::id, skill -> skill));

    private static List<JsonNode> requests;

    @BeforeAll
    static void read() throws IOException {
        requests = new ArrayList<>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.filter(each -> each.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                for (var line : Files.readAllLines(file)) {
                    requests.add(JSON.readTree(line));
                }
            }
        }
    }

    @Test
    void thereAreEnoughAndEveryIdIsItsOwn() {
        assertThat(requests).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(requests).extracting(request -> request.path("id").asText()).doesNotHaveDuplicates();
        assertThat(requests)
                .allSatisfy(request -> assertThat(request.path("id").asText()).matches("own-[a-z-]+-\\d{3}"));
    }

    @ParameterizedTest
    @CsvSource({
        "multi, 100",
        "dialogue, 80",
        "out-of-scope, 60",
        "chat, 30",
        "asks, 50",
        "dates, 200",
        "party, 60",
        "budget, 15",
        "airports, 20",
        "typo, 15",
        "slang, 15",
        "terse, 15",
        "trap, 15",
        "near, 30",
        "year-end, 10",
        "month-end, 8",
        "holiday, 10",
        "relative, 50",
        "anaphora, 15"
    })
    void thereAreEnoughOfEachKind(String tag, int least) {
        assertThat(requests.stream().filter(request -> tags(request).contains(tag)))
                .hasSizeGreaterThanOrEqualTo(least);
    }

    @Test
    void noSentenceIsAnotherOneWithOtherNames() {
        var seen = new HashMap<String, String>();
        for (var request : requests) {
            var text = request.path("text").asText();
            var frame = text.replaceAll("\\p{Lu}[\\p{L}’']*|\\d+", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}]+", " ")
                    .strip();
            if (frame.split(" ").length > 3) {
                assertThat(seen.put(frame, text)).as("alike: %s", text).isNull();
            }
        }
    }

    @Test
    void theTagsSayWhatIsThere() {
        for (var request : requests) {
            assertThat(tags(request))
                    .as(id(request))
                    .isNotEmpty()
                    .allMatch(tag -> TAG.matcher(tag).matches());
            assertThat(tags(request).contains("multi"))
                    .as(id(request))
                    .isEqualTo(request.path("tasks").size() > 1);
            assertThat(tags(request).contains("dialogue")).as(id(request)).isEqualTo(request.has("history"));
        }
    }

    @Test
    void anOutcomeComesWithWhatBelongsToIt() {
        for (var request : requests) {
            var outcome = request.path("outcome").asText();
            assertThat(outcome).as(id(request)).isIn("plan", "ask", "chat", "out_of_scope");
            assertThat(request.path("tasks").size() > 0).as(id(request)).isEqualTo(outcome.equals("plan"));
            assertThat(request.path("asks").size() > 0).as(id(request)).isEqualTo(outcome.equals("ask"));
            request.path("asks")
                    .forEach(slot -> assertThat(SLOTS).as(id(request)).contains(slot.asText()));
            assertThat(request.path("text").asText()).as(id(request)).isNotBlank();
        }
    }

    @Test
    void everyInputFitsItsSkillAndTheRequiredTasksAreComplete() {
        for (var request : requests) {
            for (var task : allTasks(request)) {
                fits(request, task);
            }
            for (var task : request.path("tasks")) {
                if (!task.path("optional").asBoolean()) {
                    SKILLS.get(task.path("skill").asText())
                            .inputSchema()
                            .path("required")
                            .forEach(property -> assertThat(task.path("input").has(property.asText()))
                                    .as("%s: %s", id(request), property)
                                    .isTrue());
                }
            }
        }
    }

    @Test
    void noDayLiesBehindAndNothingEndsBeforeItStarts() {
        for (var request : requests) {
            var today = LocalDate.ofInstant(
                    Instant.parse(request.path("now").asText()),
                    ZoneId.of(request.path("zone").asText()));
            for (var task : allTasks(request)) {
                var input = task.path("input");
                for (var name : List.of("date", "returnDate", "checkIn", "checkOut", "from", "to", "start", "end")) {
                    if (input.has(name)) {
                        assertThat(LocalDate.parse(input.get(name).asText()))
                                .as("%s: %s", id(request), name)
                                .isBetween(today, today.plusDays(400));
                    }
                }
                inOrder(request, input, "date", "returnDate", true);
                inOrder(request, input, "checkIn", "checkOut", false);
                inOrder(request, input, "from", "to", true);
                inOrder(request, input, "start", "end", false);
            }
        }
    }

    @Test
    void whatIsBookedWasShownAndWhatIsChangedIsKnown() {
        for (var request : requests) {
            var known = new StringBuilder(request.path("text").asText().toUpperCase(Locale.ROOT));
            var offers = new HashSet<String>();
            for (var turn : request.path("history")) {
                known.append(turn.path("text").asText().toUpperCase(Locale.ROOT));
                for (var task : turn.path("tasks")) {
                    known.append(task.path("artifact"));
                    task.at("/artifact/options")
                            .forEach(option -> offers.add(option.path("kind").asText() + option.path("offerId")));
                }
            }
            for (var task : request.path("tasks")) {
                var input = task.path("input");
                if (input.has("offerId")) {
                    assertThat(offers)
                            .as(id(request))
                            .contains(input.path("kind").asText() + input.get("offerId"));
                }
                if (input.has("reference")) {
                    assertThat(known)
                            .as(id(request))
                            .contains(input.get("reference").asText());
                }
            }
        }
    }

    @Test
    void theHistoryIsOneThatAPlannerMaySee() {
        for (var request : requests) {
            assertThat(request.path("history").size()).as(id(request)).isLessThanOrEqualTo(PlanningRequest.MAX_HISTORY);
            for (var turn : request.path("history")) {
                assertThat(turn.path("text").asText()).as(id(request)).isNotBlank();
                assertThat(turn.path("reply").asText()).as(id(request)).isNotBlank();
            }
        }
    }

    private static void fits(JsonNode request, JsonNode task) {
        var skill = SKILLS.get(task.path("skill").asText());
        assertThat(skill).as("%s: %s", id(request), task.path("skill")).isNotNull();
        var properties = skill.inputSchema().path("properties");
        task.path("input").properties().forEach(given -> {
            var schema = properties.path(given.getKey());
            var value = given.getValue();
            var at = "%s: %s of %s".formatted(id(request), given.getKey(), skill.id());
            assertThat(schema.isObject()).as(at).isTrue();
            if (schema.has("enum")) {
                assertThat(schema.get("enum")).as(at).contains(value);
            } else if (schema.path("type").asText().equals("integer")) {
                assertThat(value.isInt()).as(at).isTrue();
                assertThat(value.asInt())
                        .as(at)
                        .isBetween(
                                schema.path("minimum").asInt(),
                                schema.path("maximum").asInt(Integer.MAX_VALUE));
            } else if (schema.path("type").asText().equals("number")) {
                assertThat(value.isNumber()).as(at).isTrue();
            } else {
                assertThat(value.isTextual()).as(at).isTrue();
            }
        });
    }

    private static void inOrder(JsonNode request, JsonNode input, String first, String last, boolean sameDay) {
        if (input.has(first) && input.has(last)) {
            var start = LocalDate.parse(input.get(first).asText());
            assertThat(LocalDate.parse(input.get(last).asText()))
                    .as(id(request))
                    .isAfterOrEqualTo(sameDay ? start : start.plusDays(1));
        }
    }

    private static List<JsonNode> allTasks(JsonNode request) {
        var tasks = new ArrayList<JsonNode>();
        request.path("tasks").forEach(tasks::add);
        request.path("history").forEach(turn -> turn.path("tasks").forEach(tasks::add));
        return tasks;
    }

    private static Set<String> tags(JsonNode request) {
        var tags = new HashSet<String>();
        request.path("tags").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    private static String id(JsonNode request) {
        return request.path("id").asText();
    }

    private static Set<String> slots() {
        return Arrays.stream(Slots.class.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toSet());
    }
}
