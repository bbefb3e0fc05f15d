package dev.jetway.loadtests.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * One connection of a front end, speaking {@code jetway.v1}. It does not reconnect: a lost connection
 * fails every open command with {@link ConnectionLostException}, and a new client takes its place.
 *
 * <p>Safe for many threads. Frames that answer no command go to the listener, one at a time, in the order
 * they arrived.
 */
public final class JetwayClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(15);
    private static final String WELCOME = "welcome";

    /** Called on the connection's thread; must not block. */
    public interface Listener {
        void received(JsonNode frame);

        void closed(String reason);
    }

    private final Map<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong commands = new AtomicLong();
    private final Listener listener;
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private CompletableFuture<WebSocket> lastSend;

    private JetwayClient(Listener listener) {
        this.listener = listener;
    }

    /**
     * Connects and says hello.
     *
     * @return the client once it is welcome; fails with a {@link ConnectionLostException} within 15 seconds
     */
    public static CompletionStage<JetwayClient> connect(HttpClient http, URI url, String token, Listener listener) {
        var client = new JetwayClient(listener);
        var welcome = client.expect(WELCOME);
        client.lastSend = http.newWebSocketBuilder()
                .subprotocols("jetway.v1")
                .connectTimeout(COMMAND_LIMIT)
                .buildAsync(url, client.new Receiver());
        client.closed.thenAccept(listener::closed);
        client.lastSend.exceptionally(error -> {
            client.lost("cannot connect to " + url + ": " + error.getMessage());
            return null;
        });
        client.send(frame("hello").put("token", token));
        return welcome.thenApply(frame -> client);
    }

    /** Sends a message; the stage completes with {@code ok} once it is stored. */
    public CompletionStage<JsonNode> run(String thread, String runId, String messageId, String text) {
        var frame = frame("run");
        input(frame, thread, runId)
                .putArray("messages")
                .addObject()
                .put("id", messageId)
                .put("role", "user")
                .put("content", text);
        return command(frame);
    }

    /** Answers the question a run was interrupted with; the stage completes with {@code ok} once it is stored. */
    public CompletionStage<JsonNode> answer(String thread, String runId, String interruptId, boolean approved) {
        var frame = frame("run");
        var input = input(frame, thread, runId);
        input.putArray("messages");
        input.putArray("resume")
                .addObject()
                .put("interruptId", interruptId)
                .put("status", "resolved")
                .putObject("payload")
                .put("approved", approved);
        return command(frame);
    }

    /** Follows a conversation; the stage completes with {@code subscribed}. */
    public CompletionStage<JsonNode> subscribe(String thread, Optional<Cursor> cursor) {
        var frame = frame("subscribe").put("thread", thread);
        cursor.ifPresent(from -> frame.put("epoch", from.epoch()).put("afterSeq", from.seq()));
        return command(frame);
    }

    public CompletionStage<JsonNode> unsubscribe(String thread) {
        return command(frame("unsubscribe").put("thread", thread));
    }

    /** The newest messages, oldest first; the stage completes with {@code ok}. */
    public CompletionStage<JsonNode> history(String thread, int limit) {
        return history(thread, limit, Optional.empty());
    }

    /** @param before the id of the message whose predecessors are wanted; empty for the latest */
    public CompletionStage<JsonNode> history(String thread, int limit, Optional<String> before) {
        var frame = frame("history").put("thread", thread).put("limit", limit);
        before.ifPresent(id -> frame.put("before", id));
        return command(frame);
    }

    /** How far a front end has read. */
    public record Cursor(String epoch, long seq) {}

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode input(ObjectNode frame, String thread, String runId) {
        var input = frame.putObject("input").put("threadId", thread).put("runId", runId);
        input.putArray("tools");
        input.putArray("context");
        input.putObject("state");
        input.putObject("forwardedProps");
        return input;
    }

    private CompletionStage<JsonNode> command(ObjectNode frame) {
        var id = "c" + commands.incrementAndGet();
        var answer = expect(id);
        send(frame.put("id", id));
        return answer;
    }

    private CompletableFuture<JsonNode> expect(String id) {
        var answer = new CompletableFuture<JsonNode>().orTimeout(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS);
        open.put(id, answer);
        answer.whenComplete((frame, error) -> open.remove(id));
        closed.thenAccept(reason -> answer.completeExceptionally(new ConnectionLostException(reason)));
        return answer;
    }

    // The JDK's WebSocket refuses a second text before the first is out, so sends wait for each other.
    private synchronized void send(ObjectNode frame) {
        UnaryOperator<CompletableFuture<WebSocket>> next =
                last -> last.thenCompose(socket -> socket.sendText(frame.toString(), true));
        lastSend = next.apply(lastSend);
        lastSend.exceptionally(error -> {
            lost(String.valueOf(error.getMessage()));
            return null;
        });
    }

    private void lost(String reason) {
        closed.complete(reason);
    }

    /** Drops the connection without a farewell, as a browser tab that is closed does. */
    @Override
    public synchronized void close() {
        lost("closed by this client");
        lastSend.thenAccept(WebSocket::abort);
    }

    private final class Receiver implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                var text = partial.toString();
                partial.setLength(0);
                received(text);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            lost("closed by the server with code " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            lost(String.valueOf(error));
        }

        private void received(String text) {
            try {
                dispatch(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                lost("the server sent something that is not JSON: " + e.getOriginalMessage());
            }
        }

        private void dispatch(JsonNode frame) {
            switch (frame.path("type").asText()) {
                case WELCOME -> settle(WELCOME, frame);
                case "ok" -> settle(frame.path("id").asText(), frame);
                case "subscribed" -> {
                    listener.received(frame); // first, so that no event overtakes it
                    settle(frame.path("id").asText(), frame);
                }
                case "error" -> refuse(frame);
                case "bye" -> lost("bye " + frame.path("code").asText());
                default -> listener.received(frame);
            }
        }

        private void settle(String id, JsonNode frame) {
            var answer = open.get(id);
            if (answer != null) {
                answer.complete(frame);
            }
        }

        private void refuse(JsonNode frame) {
            var answer = open.get(frame.path("id").asText());
            if (answer != null) {
                answer.completeExceptionally(RefusedException.of(frame));
            }
        }
    }
}
