package dev.jetway.runtime.described;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what goes over one WebSocket against {@code asyncapi.json}: each frame of the node has to be as described, and
 * each frame of the client that the node does as it is told. Test clients call it for every frame. Safe for many threads.
 */
public final class FrameCheck {

    private static final Set<String> DONE = Set.of("ok", "subscribed");

    private final Map<String, JsonNode> commands = new HashMap<>();
    private final Deque<JsonNode> hellos = new ArrayDeque<>();
    private Optional<String> complaint = Optional.empty();

    /** Whatever tests send on purpose: what is no JSON object is none of a client's frames. */
    public synchronized void sent(String text) {
        JsonNode frame;
        try {
            frame = Resources.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return;
        }
        if (frame.path("type").asText().equals("hello")) {
            hellos.add(frame);
        } else if (frame.path("id").isTextual()) {
            commands.put(frame.path("id").asText(), frame);
        }
    }

    public synchronized void received(JsonNode frame) {
        complain(frame, AsyncApi.complaintsAboutServer(frame));
        var type = frame.path("type").asText();
        if (type.equals("welcome")) {
            done(hellos.peekLast());
        } else if (DONE.contains(type)) {
            done(commands.get(frame.path("id").asText()));
        }
    }

    private void done(JsonNode frame) {
        if (frame != null) {
            complain(frame, AsyncApi.complaintsAboutClient(frame));
        }
    }

    private void complain(JsonNode frame, List<String> complaints) {
        if (!complaints.isEmpty() && complaint.isEmpty()) {
            complaint = Optional.of(
                    "A frame that is not as described in asyncapi.json: %s%n%s".formatted(frame, complaints));
        }
    }

    /** @throws AssertionError about the first frame that was not as described */
    public synchronized void verify() {
        if (complaint.isPresent()) {
            throw new AssertionError(complaint.get());
        }
    }
}
