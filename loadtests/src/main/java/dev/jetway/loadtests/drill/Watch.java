package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.loadtests.client.JetwayClient.Cursor;
import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.Followed;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Reset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** What one front end knows of its conversation, kept across connections. Safe for many threads. */
final class Watch {

    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");

    private final List<Noted> noted = new ArrayList<>();
    private final Map<String, CompletableFuture<Ended>> ends = new HashMap<>();
    private final Map<String, String> messageOfRun = new HashMap<>();
    private Cursor cursor;
    private long resetSeq = -1;
    private String interrupt;
    private String answerRun;

    /** The run that is open; only one is at a time. */
    private String current = "";

    private String region = "";

    synchronized void add(Observation observation) {
        noted.add(new Noted(Instant.now(), region, observation));
    }

    synchronized List<Noted> noted() {
        return List.copyOf(noted);
    }

    /** From now on this is the region that is spoken to. */
    synchronized void at(String reached) {
        region = reached;
    }

    synchronized Optional<Cursor> cursor() {
        return Optional.ofNullable(cursor);
    }

    /** The question that is open, if any. */
    synchronized Optional<String> interrupt() {
        return Optional.ofNullable(interrupt);
    }

    synchronized void expect(String runId, String messageId) {
        messageOfRun.put(runId, messageId);
    }

    /** The run answers a question about a booking, and ends with its reference. */
    synchronized void expectAnswerTo(String runId) {
        answerRun = runId;
    }

    synchronized CompletableFuture<Ended> end(String runId) {
        return ends.computeIfAbsent(runId, id -> new CompletableFuture<>());
    }

    synchronized void received(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "subscribed" -> followed(frame);
            case "reset" -> reset(frame);
            case "event" -> {
                long seq = frame.path("seq").asLong();
                event(frame.path("firstSeq").asLong(seq), seq, frame.path("event"));
            }
            default -> {
                // heartbeats, and words a later version may add
            }
        }
    }

    private void followed(JsonNode frame) {
        var epoch = frame.path("epoch").asText();
        boolean goesOn = frame.path("recovered").asBoolean() && cursor != null;
        cursor = new Cursor(epoch, goesOn ? cursor.seq() : frame.path("seq").asLong());
        resetSeq = -1;
        add(new Followed(epoch, cursor.seq()));
    }

    private void reset(JsonNode frame) {
        cursor = new Cursor(frame.path("epoch").asText(), frame.path("seq").asLong());
        resetSeq = cursor.seq();
        current = "";
        add(new Reset(cursor.epoch(), cursor.seq()));
    }

    private void event(long first, long seq, JsonNode event) {
        var type = event.path("type").asText();
        if (seq == resetSeq) {
            if (type.equals("MESSAGES_SNAPSHOT")) {
                stored(messages(event.path("messages")));
            }
            return;
        }
        add(new Event(
                cursor.epoch(), first, seq, type, about(event), event.toString().hashCode()));
        if (seq <= cursor.seq()) {
            return;
        }
        cursor = new Cursor(cursor.epoch(), seq);
        switch (type) {
            case "RUN_STARTED" -> current = event.path("runId").asText();
            case "RUN_FINISHED" -> finished(event);
            case "RUN_ERROR" -> ended(current.isEmpty() ? oldestOpen() : current, How.FAILED);
            default -> {
                // what happens in between
            }
        }
    }

    private static String about(JsonNode event) {
        for (var name : List.of("messageId", "toolCallId", "runId", "subagentRunId")) {
            if (event.has(name)) {
                return event.path(name).asText();
            }
        }
        return "";
    }

    private void finished(JsonNode event) {
        var outcome = event.path("outcome");
        var open = outcome.path("interrupts").path(0).path("id").asText();
        interrupt = open.isEmpty() ? null : open;
        var how = !open.isEmpty()
                ? How.ASKED
                : outcome.path("type").asText().equals("canceled") ? How.FAILED : How.ANSWERED;
        ended(event.path("runId").asText(), how);
    }

    private String oldestOpen() {
        return ends.entrySet().stream()
                .filter(entry -> !entry.getValue().isDone())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** A look at the stored conversation shows turns that ended while nobody listened. */
    synchronized void stored(List<Message> all) {
        var messages = all.stream().filter(Message::said).toList();
        for (int i = 0; i + 1 < messages.size(); i++) {
            if (!messages.get(i + 1).role().equals("assistant")) {
                continue;
            }
            var id = messages.get(i).id();
            messageOfRun.forEach((runId, messageId) -> {
                if (messageId.equals(id)) {
                    ended(runId, How.ANSWERED);
                }
            });
        }
        if (answerRun != null
                && !messages.isEmpty()
                && REFERENCE.matcher(messages.get(messages.size() - 1).text()).find()) {
            ended(answerRun, How.ANSWERED);
        }
    }

    private void ended(String runId, How how) {
        var end = end(runId);
        if (!end.isDone()) {
            var ended = new Ended(runId, how);
            add(ended);
            end.complete(ended);
        }
    }

    static List<Message> messages(JsonNode array) {
        var messages = new ArrayList<Message>();
        array.forEach(each -> messages.add(message(each)));
        return messages;
    }

    /** Of a plan only how its tasks stand: that is what came of the turn. */
    private static Message message(JsonNode message) {
        var text = new StringBuilder(message.path("content").asText());
        message.path("content")
                .path("tasks")
                .forEach(task -> text.append(task.path("id").asText())
                        .append('=')
                        .append(task.path("status").asText())
                        .append(' '));
        return new Message(message.path("id").asText(), message.path("role").asText(), text.toString());
    }
}
