package dev.jetway.loadtests.sockets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who has one conversation, and notices what is missing in it. */
final class Streaming extends Traveler {

    private static final String THREAD = "trip";

    private final AtomicLong broken;
    private volatile Delays delivery = Delays.NONE;
    private volatile CompletableFuture<String> turn = CompletableFuture.completedFuture("");
    private volatile String runId = "";
    private long seq = -1;
    private int turns;

    /** @param broken counts events that came out of order, twice or not at all */
    Streaming(String name, AtomicLong broken) {
        super(name);
        this.broken = broken;
    }

    /** @param listener told from now on of every event how long after its timestamp it was read */
    void tell(Delays listener) {
        delivery = listener;
    }

    CompletionStage<JsonNode> follow() {
        return follow(THREAD);
    }

    boolean idle() {
        return turn.isDone();
    }

    /** The type of the event that ended the last turn. For the one thread that begins turns. */
    CompletableFuture<String> turn() {
        return turn;
    }

    /** Begins a turn. @return completes when it has been acknowledged */
    CompletionStage<JsonNode> begin(String text) {
        var next = new CompletableFuture<String>();
        end().thenAccept(next::complete);
        turn = next;
        runId = "run-" + turns++;
        return say(THREAD, runId, text, false);
    }

    @Override
    void received(JsonNode frame, long atMillis) {
        switch (frame.path("type").asText()) {
            case "subscribed", "reset" -> seq = frame.path("seq").asLong();
            case "event" -> event(frame, frame.path("event"), atMillis);
            default -> {}
        }
    }

    private void event(JsonNode frame, JsonNode event, long atMillis) {
        long last = frame.path("seq").asLong();
        var type = event.path("type").asText();
        if (type.endsWith("_SNAPSHOT") && last == seq) {
            return; // behind a reset
        }
        if (frame.path("firstSeq").asLong(last) != seq + 1) {
            broken.incrementAndGet();
        }
        seq = last;
        if (event.has("timestamp")) {
            delivery.add(atMillis - event.path("timestamp").asLong());
        }
        boolean ends = type.equals("RUN_FINISHED") || type.equals("RUN_ERROR");
        if (ends && (event.path("runId").asText(runId).equals(runId))) {
            turn.complete(type);
        }
    }
}
