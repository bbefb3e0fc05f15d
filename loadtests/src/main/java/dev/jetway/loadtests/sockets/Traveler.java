package dev.jetway.loadtests.sockets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of somebody who has said hello. Safe for many threads; stages complete on the loop's thread. */
class Traveler implements WebSocket.Listener {

    static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Traveler> welcome = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile String bye = "";
    private volatile WebSocket socket;

    Traveler(String name) {
        this.name = name;
    }

    /** Fails when the connection ends before. */
    CompletionStage<Traveler> welcome() {
        return welcome;
    }

    /** Why it ended, a good-bye's code first; never complete while it has not. */
    CompletableFuture<String> end() {
        return end;
    }

    boolean ended() {
        return end.isDone();
    }

    /** Nothing is taken off the socket any more, or everything again. */
    void reading(boolean wanted) {
        socket.reading(wanted);
    }

    void hangUp() {
        socket.close();
    }

    /** The answer to a command; fails when it is an error, or the connection ends first. */
    CompletionStage<JsonNode> ask(ObjectNode frame) {
        var id = "c" + ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        end.thenAccept(reason -> answer.completeExceptionally(new IllegalStateException(reason)));
        socket.send(frame.put("id", id).toString());
        return answer;
    }

    /** Completes with the answer to a ping. */
    CompletionStage<JsonNode> ping() {
        var t = "p" + ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(t, answer);
        end.thenAccept(reason -> answer.completeExceptionally(new IllegalStateException(reason)));
        socket.send(frame("ping").put("t", t).toString());
        return answer;
    }

    CompletionStage<JsonNode> follow(String thread) {
        return ask(frame("subscribe").put("thread", thread));
    }

    /** Says something; a note is not answered by anybody, but everybody who follows gets to know of it. */
    CompletionStage<JsonNode> say(String thread, String runId, String text, boolean note) {
        var run = frame("run");
        var input = run.putObject("input").put("threadId", thread).put("runId", runId);
        input.putArray("messages")
                .addObject()
                .put("id", "m-" + runId)
                .put("role", "user")
                .put("content", text);
        input.putObject("forwardedProps").putObject("jetway").put("respond", !note);
        return ask(run);
    }

    static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    @Override
    public final void opened(WebSocket opened) {
        socket = opened;
        opened.send(frame("hello").put("token", "dev:" + name).toString());
    }

    @Override
    public final void text(WebSocket from, String text, long atMillis) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            from.drop("the server sent something that is not JSON: " + e.getOriginalMessage());
            return;
        }
        switch (frame.path("type").asText()) {
            case "welcome" -> welcome.complete(this);
            case "bye" -> bye = "bye " + frame.path("code").asText();
            case "pong" -> settle(frame.path("t").asText(), frame);
            case "error" -> refuse(frame);
            case "ok", "subscribed" -> {
                received(frame, atMillis);
                settle(frame.path("id").asText(), frame);
            }
            default -> received(frame, atMillis);
        }
    }

    /** What answers no command, and {@code subscribed}; on the loop's thread. */
    void received(JsonNode frame, long atMillis) {}

    private void settle(String id, JsonNode frame) {
        var answer = open.remove(id);
        if (answer != null) {
            answer.complete(frame);
        }
    }

    private void refuse(JsonNode frame) {
        var answer = open.remove(frame.path("id").asText());
        if (answer != null) {
            answer.completeExceptionally(new IllegalStateException("%s: %s"
                    .formatted(
                            frame.path("code").asText(), frame.path("message").asText())));
        }
    }

    @Override
    public final void closed(String reason) {
        var why = bye.isEmpty() ? reason : bye;
        welcome.completeExceptionally(new IllegalStateException(why));
        end.complete(why);
    }
}
