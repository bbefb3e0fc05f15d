package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An action that waits for the traveler's approval, with everything there is to know about it. */
record Question(String id, String title, List<Detail> details, List<String> remarks, String expiresAt) {

    /** @param source where the value comes from, in a few words; empty when nobody says */
    record Detail(String label, String value, String source) {}

    /** Where more than half of the values come from, at least three; said once, it need not be said of each. */
    Optional<String> mostlyFrom() {
        return details.stream()
                .map(Detail::source)
                .filter(source -> !source.isEmpty())
                .filter(source -> {
                    long same = details.stream()
                            .filter(detail -> detail.source().equals(source))
                            .count();
                    return same >= 3 && 2 * same > details.size();
                })
                .findFirst();
    }

    static List<Question> in(JsonNode interrupts) {
        List<Question> questions = new ArrayList<>();
        for (JsonNode interrupt : interrupts) {
            questions.add(new Question(
                    interrupt.path("id").asText(),
                    interrupt.path("message").asText(),
                    details(interrupt.at("/metadata/jetway")),
                    remarks(interrupt.at("/metadata/jetway/remarks")),
                    interrupt.path("expiresAt").asText("")));
        }
        return questions;
    }

    /** The list keeps what a summary by label would merge. */
    private static List<Detail> details(JsonNode jetway) {
        List<Detail> details = new ArrayList<>();
        for (JsonNode detail : jetway.path("details")) {
            details.add(new Detail(
                    detail.path("label").asText(), detail.path("value").asText(), source(detail)));
        }
        if (details.isEmpty()) {
            jetway.path("summary")
                    .properties()
                    .forEach(entry -> details.add(
                            new Detail(entry.getKey(), entry.getValue().asText(), "")));
        }
        return details;
    }

    private static String source(JsonNode detail) {
        var by = detail.path("by").asText("");
        return switch (detail.path("from").asText()) {
            case "traveler" -> "you said";
            case "tool" -> by.isEmpty() ? "from a service" : "from " + by;
            case "computed" -> "worked out";
            default -> "";
        };
    }

    private static List<String> remarks(JsonNode remarks) {
        List<String> sentences = new ArrayList<>();
        remarks.forEach(remark -> sentences.add(remark.asText()));
        return sentences;
    }
}
