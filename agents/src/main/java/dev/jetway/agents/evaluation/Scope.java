package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CLINC150: short requests with one of 150 intents each, and some with none of them.
 *
 * @param train examples, by intent
 * @param trainNothing examples of what is no intent
 * @param held requests to be judged by
 * @param heldNothing requests with no intent, to be judged by
 * @param travel the intents of travel
 */
public record Scope(
        Map<String, List<String>> train,
        List<String> trainNothing,
        List<Request> held,
        List<String> heldNothing,
        Set<String> travel) {

    private static final String FILE = "train_val.json";
    private static final String DOMAINS = "domains.json";

    public record Request(String text, String intent) {}

    public static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE)) && Files.isRegularFile(folder.resolve(DOMAINS));
    }

    /** @throws BadDataException naming the file, and where in it something is wrong */
    public static Scope read(Path folder) {
        var file = Lines.whole(folder.resolve(FILE));
        Map<String, List<String>> train = new LinkedHashMap<>();
        for (var request : requests(file, "train")) {
            train.computeIfAbsent(request.intent(), absent -> new ArrayList<>()).add(request.text());
        }
        var travel = new HashSet<String>();
        Lines.whole(folder.resolve(DOMAINS)).path("travel").forEach(intent -> travel.add(intent.asText()));
        return new Scope(
                train, texts(file, "oos_train"), requests(file, "val"), texts(file, "oos_val"), Set.copyOf(travel));
    }

    private static List<String> texts(JsonNode file, String part) {
        return requests(file, part).stream().map(Request::text).toList();
    }

    private static List<Request> requests(JsonNode file, String part) {
        var requests = new ArrayList<Request>();
        for (var pair : file.path(part)) {
            if (!pair.path(0).isTextual() || !pair.path(1).isTextual()) {
                throw new BadDataException(
                        FILE, "entry %d of '%s' is not [text, intent]".formatted(requests.size() + 1, part));
            }
            requests.add(new Request(pair.path(0).textValue(), pair.path(1).textValue()));
        }
        if (requests.isEmpty()) {
            throw new BadDataException(FILE, "'%s' is empty or missing".formatted(part));
        }
        return requests;
    }
}
