package dev.jetway.runtime.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What went over a wire, the same in every run: times and made-up ids are replaced by fixed ones, and an answer stands
 * right behind what it answers (where it comes between events is not promised).
 */
final class WireTranscript {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT = "→ ";
    private static final String SERVER = "← ";
    private static final long MILLIS = 1_795_341_600_000L;
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern MILLIS_IN_TEXT = Pattern.compile("(?<!\\d)1[789]\\d{11}(?!\\d)");
    private static final Map<String, JsonNode> FIXED = Map.of(
            "connectionId", JSON.getNodeFactory().textNode("6f1c8a52-0b7e-4c7b-9f43-0d1b5a8f6f10"),
            "retryAfterMs", JSON.getNodeFactory().numberNode(1_000),
            "startedAt", JSON.getNodeFactory().numberNode(MILLIS),
            "at", JSON.getNodeFactory().numberNode(MILLIS));

    private WireTranscript() {}

    static List<String> normal(List<String> lines) {
        var normal = new ArrayList<String>();
        for (var line : lines) {
            int brace = line.indexOf('{');
            if (brace < 0) {
                normal.add(line);
                continue;
            }
            var frame = tree(line.substring(brace));
            var text = line.substring(0, brace) + fixed(frame);
            normal.add(isAnswer(line, frame) ? behindItsQuestion(normal, frame) : normal.size(), text);
        }
        return normal;
    }

    private static boolean isAnswer(String line, JsonNode frame) {
        var type = frame.path("type").asText();
        return line.startsWith(SERVER) && frame.has("id") && (type.equals("ok") || type.equals("error"));
    }

    private static int behindItsQuestion(List<String> lines, JsonNode answer) {
        var id = "\"id\":%s".formatted(answer.path("id"));
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(CLIENT) && lines.get(i).contains(id)) {
                return i + 1;
            }
        }
        return lines.size();
    }

    private static JsonNode fixed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("timestamp");
            object.properties()
                    .forEach(it -> it.setValue(
                            it.getValue().isValueNode() && FIXED.containsKey(it.getKey())
                                    ? FIXED.get(it.getKey())
                                    : fixed(it.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, fixed(array.get(i)));
            }
        } else if (node.isTextual()) {
            var text = INSTANT.matcher(node.asText()).replaceAll("2026-11-22T10:15:00Z");
            return JSON.getNodeFactory().textNode(MILLIS_IN_TEXT.matcher(text).replaceAll(Long.toString(MILLIS)));
        }
        return node;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + json, e);
        }
    }
}
