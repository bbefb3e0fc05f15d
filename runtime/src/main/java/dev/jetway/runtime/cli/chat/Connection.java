package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One WebSocket. What happens to it becomes a {@link Signal}; at most one frame is on its way to the
 * reader at any time, so the queue needs no more room than that.
 */
final class Connection implements WebSocket.Listener {
    private static final int FRAME_CHARS = 4 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long SEND_SECONDS = 10;

    private final int number;
    private final BlockingQueue<Signal> signals;
    private final ObjectMapper json;
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;
    private volatile boolean abandoned;

    private Connection(int number, BlockingQueue<Signal> signals, ObjectMapper json) {
        this.number = number;
        this.signals = signals;
        this.json = json;
    }

    /** Begins to connect; {@link Signal.Opened} or {@link Signal.Lost} says what came of it. */
    static Connection open(
            HttpClient client, URI address, int number, BlockingQueue<Signal> signals, ObjectMapper json) {
        Connection connection = new Connection(number, signals, json);
        client.newWebSocketBuilder()
                .subprotocols("jetway.v1")
                .connectTimeout(CONNECT)
                .buildAsync(address, connection)
                .whenComplete((socket, error) -> {
                    if (error != null) {
                        connection.lost(reason(error));
                    }
                });
        return connection;
    }

    private static String reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (abandoned) {
            opened.abort();
            return;
        }
        tell(new Signal.Opened(number));
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (text.length() + data.length() > FRAME_CHARS) {
            from.abort();
            lost("the node sent a frame of more than " + FRAME_CHARS + " characters");
            return null;
        }
        text.append(data);
        if (!last) {
            from.request(1);
            return null;
        }
        String whole = text.toString();
        text.setLength(0);
        try {
            JsonNode frame = json.readTree(whole);
            tell(new Signal.Frame(number, frame, () -> from.request(1)));
        } catch (JsonProcessingException e) {
            from.abort();
            lost("the node sent something that is not JSON");
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        lost("closed with code " + code + (reason.isEmpty() ? "" : " (" + reason + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        lost(reason(error));
    }

    private void lost(String reason) {
        tell(new Signal.Lost(number, reason));
    }

    private void tell(Signal signal) {
        if (!abandoned) {
            signals.add(signal);
        }
    }

    /** Sends one frame; when that fails the connection is lost, and says so as a signal. */
    void send(JsonNode frame) throws InterruptedException {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        try {
            open.sendText(frame.toString(), true).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            open.abort();
            lost("the node does not take what is sent");
        }
    }

    int number() {
        return number;
    }

    /** Closes it without another signal. */
    void abandon() {
        abandoned = true;
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .whenComplete((done, error) -> open.abort());
        }
    }
}
