package dev.jetway.agents.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Choice;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bookings a conversation has shown or made.
 *
 * @param lists what each task brought, the latest first, none empty
 */
record Booked(List<List<Booking>> lists) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAST_LETTERS = 4;
    private static final Set<String> NOT_TELLING = Set.of("night", "nights");

    /**
     * One of them.
     *
     * @param n its number in a list; 0 when it stood alone
     * @param kind {@code flight} or {@code hotel}; empty where that is not known
     */
    record Booking(int n, String reference, String kind, String title) {}

    static Booked in(List<PastTurn> history) {
        var lists = new ArrayList<List<Booking>>();
        for (int i = history.size() - 1; i >= 0; i--) {
            for (var task : history.get(i).plan().tasks().values()) {
                if (task.skill().startsWith("bookings.") && task.status() instanceof TaskStatus.Completed completed) {
                    var found = read(task, completed);
                    if (!found.isEmpty()) {
                        lists.add(found);
                    }
                }
            }
        }
        return new Booked(lists);
    }

    /**
     * The reference of the one that is meant: the nth of a list, the one whose kind or name is said, or the one that
     * was spoken of last. Empty when it could be more than one.
     */
    Optional<String> meant(List<Choice> choices, Words words) {
        var number = choices.isEmpty() ? null : choices.get(0).number();
        if (number != null) {
            return lists.stream()
                    .flatMap(List::stream)
                    .filter(booking -> booking.n() == number)
                    .map(Booking::reference)
                    .findFirst();
        }
        var named = named(words);
        if (!named.isEmpty()) {
            return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
        }
        return lists.isEmpty() || lists.get(0).size() != 1
                ? Optional.empty()
                : Optional.of(lists.get(0).get(0).reference());
    }

    /** The references of those of which most is said; none where nothing is. */
    private List<String> named(Words words) {
        var best = new ArrayList<String>();
        int most = 0;
        for (var list : lists) {
            for (var booking : list) {
                int score = score(booking, words);
                if (score > most) {
                    most = score;
                    best.clear();
                }
                if (score == most && most > 0 && !best.contains(booking.reference())) {
                    best.add(booking.reference());
                }
            }
        }
        return best;
    }

    /** A kind that is said and is another one counts against it. */
    private static int score(Booking booking, Words words) {
        int score = 0;
        for (int i = 0; i < words.size(); i++) {
            var kind = Choice.kind(words.at(i));
            if (kind != null && !booking.kind().isEmpty()) {
                score += kind.equals(booking.kind()) ? 1 : -10;
            }
        }
        var title = Words.of(booking.title());
        for (int i = 0; i < title.size(); i++) {
            var word = title.at(i);
            boolean telling =
                    word.length() >= LEAST_LETTERS && Choice.kind(word) == null && !NOT_TELLING.contains(word);
            score += telling && words.has(word) ? 1 : 0;
        }
        return score;
    }

    private static List<Booking> read(Task task, TaskStatus.Completed completed) {
        var artifact = parse(completed.artifact());
        if (artifact.path("bookings").isArray()) {
            var found = new ArrayList<Booking>();
            for (var booking : artifact.get("bookings")) {
                booking(found.size() + 1, booking, booking.path("reference")).ifPresent(found::add);
            }
            return found;
        }
        // What was asked for by its reference is about that one, whatever came of it.
        var asked = parse(task.input()).path("reference");
        return booking(0, artifact, artifact.has("reference") ? artifact.get("reference") : asked).stream()
                .toList();
    }

    private static Optional<Booking> booking(int n, JsonNode booking, JsonNode reference) {
        return reference.isTextual()
                ? Optional.of(new Booking(
                        booking.path("n").asInt(n),
                        reference.textValue(),
                        booking.path("kind").asText(),
                        booking.path("title").asText()))
                : Optional.empty();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
