package dev.jetway.agents.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a list's numbers are those its options have, because the traveler chooses by them. Markdown counts a list's
 * items by itself, so they also have to follow each other.
 */
final class OptionNumbers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ITEM = Pattern.compile("[ \\t]*[*_]{0,2}(\\d{1,3})[.)][*_]{0,2}[ \\t]");

    /** An option, by one of the names it has. */
    private record Named(int number, String name) {}

    private final List<Named> options = new ArrayList<>();
    private int last;
    private boolean lineBegins = true;

    OptionNumbers(Material material) {
        for (var task : material.plan().tasks().values()) {
            if (task.status() instanceof TaskStatus.Completed completed) {
                for (var option : read(completed.artifact()).path("options")) {
                    add(option.path("n").asInt(), option.path("title"));
                    add(option.path("n").asInt(), option.at("/outbound/flights"));
                }
            }
        }
    }

    private void add(int number, JsonNode name) {
        var plain = Houses.plain(name.asText());
        if (!plain.isBlank()) {
            options.add(new Named(number, plain));
        }
    }

    /** Whether the next piece of a reply may stand behind those that were shown. */
    boolean fit(String piece) {
        var item = ITEM.matcher(piece);
        if (!lineBegins || !item.lookingAt()) {
            return true;
        }
        int number = Integer.parseInt(item.group(1));
        return (last == 0 || number == last + 1) && isOf(number, piece);
    }

    private boolean isOf(int number, String piece) {
        var words = Houses.plain(piece);
        Set<Integer> meant = new HashSet<>();
        for (var option : options) {
            if (words.contains(option.name())) {
                meant.add(option.number());
            }
        }
        return meant.isEmpty() || meant.contains(number);
    }

    /** @param shown false for a piece that was left out */
    void next(String piece, boolean shown) {
        var item = ITEM.matcher(piece);
        if (lineBegins && shown) {
            if (item.lookingAt()) {
                last = Integer.parseInt(item.group(1));
            } else if (!Character.isWhitespace(piece.charAt(0))) {
                last = 0;
            }
        }
        lineBegins = piece.endsWith("\n");
    }

    private static JsonNode read(String artifact) {
        try {
            return JSON.readTree(artifact);
        } catch (JsonProcessingException unreadable) {
            return JSON.createObjectNode();
        }
    }
}
