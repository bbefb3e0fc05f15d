package dev.jetway.agents.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes as the input of a task: {@code {"home": {"city": "Edinburgh", "country": "GB", "iata": "EDI"}, "stars": 4}}.
 * Each value is a word of the traveler's, or what that word stands for, so that it can be traced to them.
 */
public final class Notes {

    private Notes() {}

    public static ObjectNode toInput(List<Note> notes) {
        var input = JsonNodeFactory.instance.objectNode();
        for (var note : notes) {
            var key = note.preference().key();
            switch (note.preference()) {
                case HOME -> home(input.putObject(key), Home.parse(note.value()).orElseThrow());
                case STARS -> input.put(key, Integer.parseInt(note.value()));
                case CABIN, SEAT, DIET -> input.put(key, note.value());
            }
        }
        return input;
    }

    private static void home(ObjectNode into, Home home) {
        into.put("city", home.city()).put("country", home.country());
        if (!home.iata().isEmpty()) {
            into.put("iata", home.iata());
        }
    }

    /**
     * Reads an input, whoever made it.
     *
     * @throws IllegalArgumentException naming what can't be remembered
     */
    public static List<Note> from(JsonNode input) {
        var notes = new ArrayList<Note>();
        for (var preference : Preference.values()) {
            var value = input.path(preference.key());
            if (value.isObject() && preference == Preference.HOME) {
                notes.add(Note.of(new Home(
                        value.path("city").asText(),
                        value.path("country").asText(),
                        value.path("iata").asText())));
            } else if (!value.isMissingNode() && !value.isNull()) {
                notes.add(new Note(preference, value.asText()));
            }
        }
        return notes;
    }
}
