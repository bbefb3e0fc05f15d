package dev.jetway.runtime.gateway.sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.conversation.RunSoFar;
import dev.jetway.runtime.gateway.agui.RunEvents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a conversation's events that is one run, as a stream of its own: begins with RUN_STARTED, ends with
 * RUN_FINISHED or RUN_ERROR, has nothing of other runs, closes what it opened, and says no message again that the client
 * has. Not for several threads.
 */
final class RunWindow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String runId;
    private final Dialect dialect;
    private final Set<String> held;
    private final Set<String> messages = new LinkedHashSet<>();
    private final Set<String> subagents = new LinkedHashSet<>();

    private boolean started;
    private boolean over;

    /** @param held ids of the messages the client has; a message with such an id would be appended to it there */
    RunWindow(String runId, Dialect dialect, Set<String> held) {
        this.runId = runId;
        this.dialect = dialect;
        this.held = new HashSet<>(held);
    }

    String runId() {
        return runId;
    }

    boolean started() {
        return started;
    }

    boolean over() {
        return over;
    }

    /** What goes out for a conversation's next event; nothing before the run and after it. */
    List<String> next(String event) {
        var node = read(event);
        var type = node.path("type").asText();
        if (over) {
            return List.of();
        }
        if (!started) {
            started = type.equals("RUN_STARTED") && node.path("runId").asText().equals(runId);
            return started ? say(type, node) : List.of();
        }
        return switch (type) {
            case "RUN_STARTED" -> List.of();
            case "RUN_FINISHED" -> node.path("runId").asText().equals(runId) ? end(type, node) : List.of();
            case "RUN_ERROR" -> isOurs(node) ? end(type, node) : List.of();
            case "TEXT_MESSAGE_START" -> message(node) && messages.add(id(node)) ? say(type, node) : List.of();
            case "TEXT_MESSAGE_CONTENT" -> message(node) ? say(type, node) : List.of();
            case "TEXT_MESSAGE_END" -> message(node) && messages.remove(id(node)) ? say(type, node) : List.of();
            case "MESSAGES_SNAPSHOT" -> {
                held.clear(); // what the client has from now on is what this says
                yield say(type, node);
            }
            case "SUBAGENT_STARTED" -> subagents.add(subagent(node)) ? say(type, node) : List.of();
            case "SUBAGENT_FINISHED", "SUBAGENT_ERROR" ->
                subagents.remove(subagent(node)) ? say(type, node) : List.of();
            default -> say(type, node);
        };
    }

    /** What goes out to bring a client up to what a run is now; in the middle of it, too. */
    List<String> upTo(RunSoFar run) {
        var open = new HashSet<String>();
        for (var event : run.events()) {
            var node = read(event);
            if (node.path("type").asText().equals("SUBAGENT_STARTED")) {
                open.add(subagent(node));
            }
        }
        var out = new ArrayList<String>();
        for (var left : List.copyOf(subagents)) {
            if (!open.contains(left)) {
                out.addAll(next(RunEvents.subagentLeft(left, at(run))));
            }
        }
        for (var left : List.copyOf(messages)) {
            out.addAll(next(RunEvents.messageLeft(left, at(run))));
        }
        run.events().forEach(event -> out.addAll(next(event)));
        return out;
    }

    private boolean message(JsonNode node) {
        return !held.contains(id(node));
    }

    private static String id(JsonNode node) {
        return node.path("messageId").asText();
    }

    private static long at(RunSoFar run) {
        return read(run.events().get(0)).path("timestamp").asLong();
    }

    /** Ends the run, and begins it first if it has not begun. */
    List<String> fail(String thread, String code, String message, long retryAfterMs, long at) {
        if (over) {
            return List.of();
        }
        var out = new ArrayList<String>();
        if (!started) {
            out.addAll(next(RunEvents.started(thread, runId, at)));
        }
        over = true;
        out.add(RunEvents.failed(code, message, retryAfterMs, at));
        return out;
    }

    /** A run in which nothing happens: it begins, says how the conversation is, and ends. */
    List<String> settled(String thread, Optional<RunSoFar> latest, long at) {
        var out = new ArrayList<>(next(RunEvents.started(thread, runId, at)));
        for (var event : latest.map(RunSoFar::events).orElse(List.of())) {
            if (read(event).path("type").asText().endsWith("_SNAPSHOT")) {
                out.addAll(next(event));
            }
        }
        out.addAll(next(RunEvents.succeeded(thread, runId, at)));
        return out;
    }

    private boolean isOurs(JsonNode error) {
        var named = error.path("metadata").path("jetway").path("runId");
        return named.isMissingNode() || named.asText().equals(runId);
    }

    private List<String> end(String type, JsonNode node) {
        var out = new ArrayList<String>();
        if (type.equals("RUN_FINISHED")) {
            subagents.forEach(left ->
                    out.add(RunEvents.subagentLeft(left, node.path("timestamp").asLong())));
            messages.forEach(left ->
                    out.add(RunEvents.messageLeft(left, node.path("timestamp").asLong())));
        }
        over = true;
        out.addAll(say(type, node));
        return out;
    }

    private List<String> say(String type, JsonNode node) {
        return dialect.say(type, node).map(JsonNode::toString).map(List::of).orElse(List.of());
    }

    private static String subagent(JsonNode node) {
        return node.path("subagentRunId").asText();
    }

    private static JsonNode read(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The projection said what is no JSON", e);
        }
    }
}
