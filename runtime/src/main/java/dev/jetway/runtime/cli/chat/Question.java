package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An action that waits for the traveler's approval, with everything there is to know about it. */
record Question(String id, String title, List<Detail> details, String expiresAt) {

    record Detail(String label, String value) {}

    static List<Question> in(JsonNode interrupts) {
        List<Question> questions = new ArrayList<>();
        for (JsonNode interrupt : interrupts) {
            questions.add(new Question(
                    interrupt.path("id").asText(),
                    interrupt.path("message").asText(),
                    details(interrupt.at("/metadata/jetway")),
                    interrupt.path("expiresAt").asText("")));
        }
        return questions;
    }

    /** The list keeps what a summary by label would merge. */
    private static List<Detail> details(JsonNode jetway) {
        List<Detail> details = new ArrayList<>();
        for (JsonNode detail : jetway.path("details")) {
            details.add(new Detail(
                    detail.path("label").asText(), detail.path("value").asText()));
        }
        if (details.isEmpty()) {
            jetway.path("summary")
                    .properties()
                    .forEach(entry -> details.add(
                            new Detail(entry.getKey(), entry.getValue().asText())));
        }
        return details;
    }
}
