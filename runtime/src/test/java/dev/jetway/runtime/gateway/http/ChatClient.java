package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.described.FrameCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A front end that speaks {@code jetway.v1} over a real WebSocket; whatever goes over it has to be as described. */
final class ChatClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final FrameCheck check = new FrameCheck();
    private final List<String> transcript;
    private final WebSocket socket;

    private ChatClient(WebSocket.Builder builder, URI uri, boolean reading, List<String> transcript) {
        this.transcript = transcript;
        this.socket = builder.buildAsync(uri, new Listener(reading)).join();
    }

    static ChatClient connect(int port) {
        return connect(port, new ArrayList<>());
    }

    static ChatClient connect(int port, List<String> transcript) {
        return new ChatClient(builder(), uri(port), true, transcript);
    }

    static ChatClient withHeader(int port, String name, String value) {
        return new ChatClient(builder().header(name, value), uri(port), true, new ArrayList<>());
    }

    static ChatClient withoutSubprotocol(int port) {
        return new ChatClient(HTTP.newWebSocketBuilder(), uri(port), true, new ArrayList<>());
    }

    /** A client that never takes anything off its socket. */
    static ChatClient deaf(int port) {
        return new ChatClient(builder(), uri(port), false, new ArrayList<>());
    }

    /** For a client that was {@link #deaf}: from now on it takes whatever comes. */
    void listen() {
        socket.request(1);
    }

    static ChatClient greeted(int port, String name) {
        var client = connect(port);
        client.hello(name);
        return client;
    }

    private static WebSocket.Builder builder() {
        return HTTP.newWebSocketBuilder().subprotocols(GatewayRoutes.PROTOCOL);
    }

    private static URI uri(int port) {
        return URI.create("ws://127.0.0.1:%d/v1/ws".formatted(port));
    }

    JsonNode hello(String name) {
        send("{\"type\":\"hello\",\"token\":\"dev:%s\"}".formatted(name));
        return expect("welcome");
    }

    void send(String frame) {
        transcript.add("→ " + frame);
        check.sent(frame);
        socket.sendText(frame, true).join();
    }

    void sendWithoutWaiting(String frame) {
        check.sent(frame);
        socket.sendText(frame, true);
    }

    void sendInPieces(String start, String rest) {
        socket.sendText(start, false).join();
        socket.sendText(rest, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void run(String id, String thread, String runId, String text) {
        send(("{\"type\":\"run\",\"id\":\"%s\",\"input\":{\"threadId\":\"%s\",\"runId\":\"%s\","
                        + "\"messages\":[{\"id\":\"m-%s\",\"role\":\"user\",\"content\":\"%s\"}]}}")
                .formatted(id, thread, runId, runId, text));
    }

    void subscribe(String id, String thread) {
        send("{\"type\":\"subscribe\",\"id\":\"%s\",\"thread\":\"%s\"}".formatted(id, thread));
    }

    void subscribe(String id, String thread, String epoch, long afterSeq) {
        send("{\"type\":\"subscribe\",\"id\":\"%s\",\"thread\":\"%s\",\"epoch\":\"%s\",\"afterSeq\":%d}"
                .formatted(id, thread, epoch, afterSeq));
    }

    JsonNode next() {
        try {
            var frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %d s", PATIENCE_SECONDS).isNotNull();
            check.verify();
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while waiting for a frame", e);
        }
    }

    /** The next frame, which has to be of this type. */
    JsonNode expect(String type) {
        var frame = next();
        assertThat(frame.path("type").asText()).as("type of %s", frame).isEqualTo(type);
        return frame;
    }

    /** All frames up to and including the first that fits. */
    List<JsonNode> until(Predicate<JsonNode> fits) {
        var seen = new ArrayList<JsonNode>();
        do {
            seen.add(next());
        } while (!fits.test(seen.get(seen.size() - 1)));
        return seen;
    }

    /** All frames until each condition has been met by one of them. */
    List<JsonNode> untilAll(Predicate<JsonNode> one, Predicate<JsonNode> other) {
        var seen = new ArrayList<JsonNode>();
        while (seen.stream().noneMatch(one) || seen.stream().noneMatch(other)) {
            seen.add(next());
        }
        return seen;
    }

    List<JsonNode> untilEvent(String type) {
        return until(frame -> frame.at("/event/type").asText().equals(type));
    }

    /** Waits for the server to close the connection and says with which code. */
    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    boolean open() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        socket.abort();
        check.verify();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final boolean reading;

        private Listener(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            if (reading) {
                webSocket.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void take(String frame) {
            try {
                transcript.add("← " + frame);
                var read = JSON.readTree(frame);
                check.received(read);
                frames.add(read);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException("Not JSON: " + frame, e);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(-1);
        }
    }
}
