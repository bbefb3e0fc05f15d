package dev.jetway.runtime.gateway.agui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.jetway.agents.task.TaskStatus;
import java.util.Optional;

/** What a task found for the traveler to choose from, as its agent wrote it, for front ends that show cards. */
final class Options {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD = "\"options\":[{";
    private static final int MOST = 20;
    private static final int MAX_CHARACTERS = 16 * 1024;

    private Options() {}

    /** Empty too where they are too many or too long to be told; the reply has them in words. */
    static Optional<JsonNode> of(TaskStatus status) {
        if (!(status instanceof TaskStatus.Completed completed)
                || !completed.artifact().contains(FIELD)
                || completed.artifact().length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            var options = JSON.readTree(completed.artifact()).path("options");
            return options.size() <= MOST && shown(options) ? Optional.of(options) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A number, a kind and a title are what every front end can show. */
    private static boolean shown(JsonNode options) {
        if (!(options instanceof ArrayNode)) {
            return false;
        }
        for (var option : options) {
            if (!option.path("n").isInt()
                    || !option.path("kind").isTextual()
                    || !option.path("title").isTextual()
                    || hasNull(option)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNull(JsonNode node) {
        if (node.isNull()) {
            return true;
        }
        for (var child : node) {
            if (hasNull(child)) {
                return true;
            }
        }
        return false;
    }
}
