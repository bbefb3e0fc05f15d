package dev.jetway.travel.http;

import com.sun.net.httpserver.HttpExchange;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** One HTTP response: plain JSON when the answer is the first thing to be said, else a stream of events. */
final class EventStreamResponse implements McpStreamableServerTransport {

    private static final int RETRY_MILLIS = 100;

    private final HttpExchange exchange;
    private final McpJsonMapper json;
    private final CompletableFuture<JSONRPCResponse> answer = new CompletableFuture<>();
    private boolean streaming;
    private boolean closed;
    private boolean hungUp;

    EventStreamResponse(HttpExchange exchange, McpJsonMapper json) {
        this.exchange = exchange;
        this.json = json;
    }

    /** Starts the stream of events, if it has not started. */
    synchronized void open() throws IOException {
        if (!streaming) {
            streaming = true;
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            write(": open\n\n");
        }
    }

    /**
     * Ends the response before its answer is there.
     *
     * @return the id of the event after which it goes on
     */
    synchronized String hangUp() throws IOException {
        String id = UUID.randomUUID().toString();
        hungUp = true;
        open();
        write("id: %s\nretry: %d\ndata: \n\n".formatted(id, RETRY_MILLIS));
        exchange.close();
        return id;
    }

    /** The answer, where {@link #hangUp} kept it from being sent. */
    CompletableFuture<JSONRPCResponse> answer() {
        return answer;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return sendMessage(message, null);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String id) {
        return Mono.fromRunnable(() -> {
            try {
                send(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private synchronized void send(JSONRPCMessage message) throws IOException {
        boolean last = message instanceof JSONRPCResponse;
        if (hungUp) {
            if (message instanceof JSONRPCResponse response) {
                answer.complete(response);
            }
        } else if (closed) {
            throw new IOException("The response is over");
        } else if (last && !streaming) {
            closed = true;
            Responses.json(exchange, 200, json.writeValueAsBytes(message));
        } else {
            open();
            write("event: message\ndata: %s\n\n".formatted(json.writeValueAsString(message)));
            if (last) {
                close();
            }
        }
    }

    private void write(String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            exchange.close();
        }
    }
}
