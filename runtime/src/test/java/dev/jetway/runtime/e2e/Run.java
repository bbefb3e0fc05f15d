package dev.jetway.runtime.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The events of one run, as a front end got them. */
record Run(List<JsonNode> events) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** When a tool said what was used of it, if it was not asked now. */
    Optional<Instant> asOf(String tool) {
        var ids = ofType("TOOL_CALL_START")
                .filter(start -> start.path("toolCallName").asText().equals(tool))
                .map(start -> start.path("toolCallId").asText())
                .toList();
        return ofType("TOOL_CALL_RESULT")
                .filter(result -> ids.contains(result.path("toolCallId").asText()))
                .map(result -> result.at("/metadata/jetway/asOf"))
                .filter(JsonNode::isNumber)
                .map(asOf -> Instant.ofEpochMilli(asOf.asLong()))
                .findFirst();
    }

    /** What the traveler is asked to approve. */
    record Question(
            String id,
            String title,
            Map<String, String> summary,
            Instant expiresAt,
            Map<String, String> sources,
            List<String> remarks,
            List<JsonNode> origins) {}

    record Call(String tool, JsonNode arguments, String outcome, long startedAt, long millis) {

        boolean overlaps(Call other) {
            return startedAt < other.startedAt + other.millis && other.startedAt < startedAt + millis;
        }
    }

    private Stream<JsonNode> ofType(String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type));
    }

    JsonNode end() {
        return events.get(events.size() - 1);
    }

    /** {@code success}, {@code interrupt}, {@code cancelled}, or {@code error}. */
    String outcome() {
        return end().path("type").asText().equals("RUN_ERROR")
                ? "error"
                : end().at("/outcome/type").asText();
    }

    /** What the assistant wrote. */
    String text() {
        var assistants = ofType("TEXT_MESSAGE_START")
                .filter(event -> event.path("role").asText().equals("assistant"))
                .map(event -> event.path("messageId").asText())
                .toList();
        var text = new StringBuilder();
        ofType("TEXT_MESSAGE_CONTENT")
                .filter(event -> assistants.contains(event.path("messageId").asText()))
                .forEach(event -> text.append(event.path("delta").asText()));
        return text.toString();
    }

    /** What was said to be done while it was done. */
    List<String> lines() {
        return ofType("REASONING_MESSAGE_CONTENT")
                .map(event -> event.path("delta").asText())
                .toList();
    }

    /** The lines of the reply that offer something to choose. */
    List<String> options() {
        return text().lines().filter(line -> line.matches("\\d+\\. .*")).toList();
    }

    List<String> tools() {
        return ofType("TOOL_CALL_START")
                .map(event -> event.path("toolCallName").asText())
                .toList();
    }

    List<Call> calls() {
        Map<String, String> arguments = new LinkedHashMap<>();
        ofType("TOOL_CALL_ARGS")
                .forEach(event -> arguments.merge(
                        event.path("toolCallId").asText(), event.path("delta").asText(), String::concat));
        List<Call> calls = new ArrayList<>();
        ofType("TOOL_CALL_START").forEach(start -> {
            var id = start.path("toolCallId").asText();
            ofType("TOOL_CALL_RESULT")
                    .filter(result -> result.path("toolCallId").asText().equals(id))
                    .map(result -> result.at("/metadata/jetway"))
                    .forEach(jetway -> calls.add(new Call(
                            start.path("toolCallName").asText(),
                            parse(arguments.getOrDefault(id, "{}")),
                            jetway.path("outcome").asText(),
                            jetway.path("startedAt").asLong(),
                            jetway.path("millis").asLong())));
        });
        return calls;
    }

    Call call(String tool) {
        return calls().stream()
                .filter(call -> call.tool().equals(tool))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No call of %s in %s".formatted(tool, tools())));
    }

    List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (var interrupt : end().at("/outcome/interrupts")) {
            Map<String, String> summary = new LinkedHashMap<>();
            interrupt
                    .at("/metadata/jetway/summary")
                    .properties()
                    .forEach(line -> summary.put(line.getKey(), line.getValue().asText()));
            questions.add(new Question(
                    interrupt.path("id").asText(),
                    interrupt.path("message").asText(),
                    summary,
                    Instant.parse(interrupt.path("expiresAt").asText()),
                    sources(interrupt.at("/metadata/jetway/details")),
                    list(interrupt.at("/metadata/jetway/remarks")).stream()
                            .map(JsonNode::asText)
                            .toList(),
                    list(interrupt.at("/metadata/jetway/origins"))));
        }
        return questions;
    }

    /** By label, where a line comes from: {@code tool bookings.quote}. */
    private static Map<String, String> sources(JsonNode details) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (var line : details) {
            var source = "%s %s"
                    .formatted(line.path("from").asText(), line.path("by").asText());
            sources.put(line.path("label").asText(), source.strip());
        }
        return sources;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    Question question() {
        var questions = questions();
        if (questions.size() != 1) {
            throw new AssertionError(
                    "One question was expected, not %d: %s%n%s".formatted(questions.size(), end(), text()));
        }
        return questions.get(0);
    }

    /** Where in the run the first event of a type is. */
    int first(String type) {
        return types().indexOf(type);
    }

    /** Where in the run the last event of a type is. */
    int last(String type) {
        return types().lastIndexOf(type);
    }

    private List<String> types() {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    long count(String type) {
        return ofType(type).count();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
