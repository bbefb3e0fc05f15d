package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.loadtests.client.JetwayClient;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Stored;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What one region tells of a conversation to a front end that knows nothing of it. */
public final class LastWord {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int HISTORY = 200;

    private LastWord() {}

    /**
     * Everything that was said, how the tasks of each turn stand, and what is open.
     *
     * @throws IOException when it cannot be had within a minute
     */
    public static Stored read(HttpClient http, Door door, String traveler) throws IOException {
        var snapshots = new Snapshots();
        var client = await(JetwayClient.connect(http, door.url(), traveler, snapshots));
        var thread = traveler.substring(traveler.indexOf(':') + 1);
        try {
            await(client.subscribe(thread, Optional.empty()));
            var all = said(client, thread);
            if (!all.isEmpty()) { // one that was just loaded has snapshots, and no event yet
                all.addAll(await(snapshots.complete));
            }
            return new Stored(door.region(), snapshots.running, all);
        } finally {
            client.close();
        }
    }

    private static List<Message> said(JetwayClient client, String thread) throws IOException {
        var said = new ArrayDeque<Message>();
        JsonNode page;
        do {
            var before = Optional.ofNullable(said.peekFirst()).map(Message::id);
            page = await(client.history(thread, HISTORY, before)).path("result");
            var earlier = Watch.messages(page.path("messages"));
            for (int i = earlier.size() - 1; i >= 0; i--) {
                said.addFirst(earlier.get(i));
            }
        } while (page.path("more").asBoolean());
        return new ArrayList<>(said);
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within %d s".formatted(LIMIT.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a conversation was read", e);
        }
    }

    private static final class Snapshots implements JetwayClient.Listener {

        private final CompletableFuture<List<Message>> complete = new CompletableFuture<>();
        private final List<Message> activities = new ArrayList<>();
        private volatile boolean running;

        @Override
        public void received(JsonNode frame) {
            var event = frame.path("event");
            switch (event.path("type").asText()) {
                case "MESSAGES_SNAPSHOT" ->
                    Watch.messages(event.path("messages")).stream()
                            .filter(message -> !message.said())
                            .forEach(activities::add);
                case "STATE_SNAPSHOT" -> {
                    var state = event.path("snapshot");
                    running = state.path("running").asBoolean();
                    var open = new StringBuilder("running=" + running);
                    state.path("interrupts")
                            .forEach(question ->
                                    open.append(' ').append(question.path("id").asText()));
                    activities.add(new Message("state", "activity", open.toString()));
                    complete.complete(List.copyOf(activities));
                }
                default -> {
                    // what happens from now on
                }
            }
        }

        @Override
        public void closed(String reason) {
            complete.completeExceptionally(new IOException(reason));
        }
    }
}
