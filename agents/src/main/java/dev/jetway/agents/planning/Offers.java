package dev.jetway.agents.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Choice;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.task.TaskStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The lists of offers in the last reply that had any, as the traveler saw them. */
record Offers(List<Shown> lists) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAST_LETTERS = 4;

    /** One list: what kind of offers, and the offers with their numbers. */
    record Shown(String kind, JsonNode options) {}

    /** One offer that can be booked. */
    record Offer(String kind, String id, String title) {}

    Offers {
        lists = List.copyOf(lists);
    }

    static Offers in(List<PastTurn> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            var lists = new ArrayList<Shown>();
            for (var task : history.get(i).plan().tasks().values()) {
                if (task.status() instanceof TaskStatus.Completed completed) {
                    var artifact = parse(completed.artifact());
                    if (artifact.path("options").size() > 0) {
                        lists.add(new Shown(artifact.path("kind").asText(), artifact.get("options")));
                    }
                }
            }
            if (!lists.isEmpty()) {
                return new Offers(lists);
            }
        }
        return new Offers(List.of());
    }

    boolean none() {
        return lists.isEmpty();
    }

    /** The lists a choice can be about. */
    List<Shown> about(Choice choice) {
        return lists.stream()
                .filter(list -> choice.kind() == null || choice.kind().equals(list.kind()))
                .toList();
    }

    /** The offer a choice means; empty when it means none, or does not say which. */
    static Optional<Offer> pick(Shown list, Choice choice) {
        var options = list.options();
        if (choice.number() != null) {
            for (var option : options) {
                if (option.path("n").asInt() == choice.number()) {
                    return Optional.of(offer(list, option));
                }
            }
            return Optional.empty();
        }
        if (choice.which() == Choice.Which.LAST || options.size() == 1) {
            return Optional.of(offer(list, options.get(options.size() - 1)));
        }
        if (choice.which() == Choice.Which.CHEAPEST) {
            JsonNode best = null;
            for (var option : options) {
                best = best == null || price(option).compareTo(price(best)) < 0 ? option : best;
            }
            return Optional.ofNullable(best).map(option -> offer(list, option));
        }
        return Optional.empty();
    }

    /** The one offer whose name, or flight number, the message contains more of than of any other. */
    Optional<Offer> named(Words words) {
        var said = new HashSet<String>();
        for (int i = 0; i < words.size(); i++) {
            said.add(words.at(i));
        }
        Offer best = null;
        int most = 0;
        boolean unique = false;
        for (var list : lists) {
            for (var option : list.options()) {
                int score = score(option, said);
                if (score > most) {
                    most = score;
                    best = offer(list, option);
                    unique = true;
                } else if (score == most) {
                    unique = false;
                }
            }
        }
        return unique ? Optional.ofNullable(best) : Optional.empty();
    }

    private static int score(JsonNode option, HashSet<String> said) {
        var title = Words.of(option.path("title").asText());
        int score = 0;
        for (int i = 0; i < title.size(); i++) {
            var word = title.at(i);
            boolean telling = word.length() >= LEAST_LETTERS && Choice.kind(word) == null;
            score += telling && said.contains(word) ? 1 : 0;
        }
        return score;
    }

    private static BigDecimal price(JsonNode option) {
        return option.path("price").path("amount").decimalValue();
    }

    private static Offer offer(Shown list, JsonNode option) {
        return new Offer(
                option.path("kind").asText(list.kind()),
                option.path("offerId").asText(),
                option.path("title").asText());
    }

    private static JsonNode parse(String artifact) {
        try {
            return JSON.readTree(artifact);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
