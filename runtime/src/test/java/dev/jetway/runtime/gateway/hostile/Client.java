package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A WebSocket made by hand, which writes down what the server answers. For one thread. */
final class Client implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int NORMAL = 1_000;
    private static final String MARKER = "was that all?";

    private final RawSocket socket;
    private final List<String> answers = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();
    private final Deque<JsonNode> events = new ArrayDeque<>();
    private boolean ended;
    private String connectionId = "";

    Client(RawSocket socket) {
        this.socket = socket;
    }

    Client upgraded() throws IOException {
        return upgraded(RawSocket.UPGRADE);
    }

    Client upgraded(String request) throws IOException {
        socket.send(Bytes.latin1(request));
        var response = socket.response();
        assertThat(response.map(RawSocket.Response::status))
                .as("status of the upgrade: %s", response)
                .contains(101);
        return this;
    }

    Client hello(String name) throws IOException {
        say("{\"type\":\"hello\",\"token\":\"dev:%s\"}".formatted(name));
        var welcome = next();
        assertThat(welcome.path("type").asText()).isEqualTo("welcome");
        connectionId = welcome.path("connectionId").asText();
        return this;
    }

    Client say(String frame) {
        return send(Bytes.text(frame));
    }

    Client send(byte[]... frames) {
        socket.sendAsFarAsItGoes(Bytes.join(frames));
        return this;
    }

    /** Says a command and waits until it is answered. */
    Client ask(String frame) throws IOException {
        say(frame);
        return hear(1);
    }

    /** Waits for so many answers. */
    Client hear(int count) throws IOException {
        for (int heardOf = 0; heardOf < count && !ended; ) {
            if (!next().has("event")) {
                heardOf++;
            }
        }
        return this;
    }

    Client follow(String thread) throws IOException {
        ask("{\"type\":\"subscribe\",\"id\":\"follow\",\"thread\":\"%s\"}".formatted(thread));
        answers.clear();
        return this;
    }

    /** All events that were not asked for before, up to the first of this type. */
    List<JsonNode> events(String type) throws IOException {
        var seen = new ArrayList<JsonNode>();
        while (seen.isEmpty()
                || !seen.get(seen.size() - 1).at("/event/type").asText().equals(type)) {
            while (events.isEmpty() && !ended) {
                next();
            }
            if (events.isEmpty()) {
                throw new AssertionError("The connection ended: " + answers);
            }
            seen.add(events.remove());
        }
        return seen;
    }

    /** What was said before does not count. */
    Client forget() {
        answers.clear();
        return this;
    }

    /** The order in which these answers came says nothing. */
    Client sorted() {
        Collections.sort(answers);
        return this;
    }

    /** Puts a line among the answers. */
    Client note(String line) {
        answers.add(line);
        return this;
    }

    /** All answers, when the server has no more to say; it has to be able to answer a ping, or to say that it ends. */
    String answer() throws IOException {
        say("{\"type\":\"ping\",\"t\":\"%s\"}".formatted(MARKER));
        while (!ended && !next().path("t").asText().equals(MARKER)) {
            continue;
        }
        return told();
    }

    /** All answers until the server closes the connection. */
    String ending() throws IOException {
        while (!ended) {
            next();
        }
        return told();
    }

    private String told() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < answers.size(); ) {
            int next = i;
            while (next < answers.size() && answers.get(next).equals(answers.get(i))) {
                next++;
            }
            lines.add(next - i == 1 ? answers.get(i) : "%s (%d times)".formatted(answers.get(i), next - i));
            i = next;
        }
        return lines.isEmpty() ? "nothing" : String.join("; ", lines).replace("<", "&lt;"); // Markdown
    }

    /** As the server calls it. */
    String connectionId() {
        return connectionId;
    }

    /** Everything that came over this connection, as it was. */
    String heard() {
        return heard.toString();
    }

    /** The next frame with text; an empty object when there is none any more. */
    JsonNode next() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ended) {
            assertThat(System.nanoTime()).as("the end of patience").isLessThan(deadline);
            var frame = socket.frame();
            if (frame.isEmpty()) {
                ended = true;
                answers.add("hangs up");
            } else if (frame.get().kind() == Bytes.TEXT) {
                return said(frame.get().text());
            } else if (frame.get().kind() == Bytes.CLOSE) {
                closed(frame.get().closeCode());
            } else if (frame.get().kind() == Bytes.PONG) {
                answers.add("pong frame");
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode said(String text) throws IOException {
        heard.append(text).append('\n');
        var frame = JSON.readTree(text);
        if (frame.has("event")) {
            events.add(frame);
        }
        rendered(frame).ifPresent(answers::add);
        return frame;
    }

    private void closed(int code) {
        ended = true;
        if (code != NORMAL
                || answers.isEmpty()
                || !answers.get(answers.size() - 1).startsWith("`bye`")) {
            answers.add("closes with " + code);
        }
        socket.sendAsFarAsItGoes(Bytes.frame(Bytes.FIN | Bytes.CLOSE, new byte[] {3, (byte) 0xE8}));
    }

    /** As a row of the table has it; empty for what does not answer anything. */
    private static Optional<String> rendered(JsonNode frame) {
        var type = frame.path("type").asText();
        return switch (type) {
            case "welcome", "event" -> Optional.empty();
            case "pong" ->
                frame.path("t").asText().equals(MARKER)
                        ? Optional.empty()
                        : Optional.of(frame.has("t") ? "`pong` " + frame.path("t") : "`pong`");
            case "error" ->
                Optional.of("`error` %s: %s%s"
                        .formatted(
                                frame.path("code").asText(),
                                frame.path("message").asText(),
                                frame.path("retryable").asBoolean() ? " (may be repeated later)" : ""));
            case "bye" ->
                Optional.of("`bye` %s, reconnect %s: %s"
                        .formatted(
                                frame.path("code").asText(),
                                frame.path("reconnect").asText(),
                                frame.path("message").asText()));
            case "ok" -> Optional.of("`ok`" + (frame.path("duplicate").asBoolean() ? ", duplicate" : "") + told(frame));
            case "subscribed" ->
                Optional.of("`subscribed` at %d, %s"
                        .formatted(
                                frame.path("seq").asLong(),
                                frame.path("recovered").asBoolean() ? "recovered" : "not recovered"));
            case "reset" -> Optional.of("`reset`: " + frame.path("reason").asText());
            default -> Optional.of(frame.toString());
        };
    }

    private static String told(JsonNode ok) {
        if (!ok.has("result")) {
            return "";
        }
        var messages = new ArrayList<String>();
        ok.at("/result/messages")
                .forEach(message -> messages.add("%s “%s”"
                        .formatted(
                                message.path("role").asText(),
                                message.path("content").asText())));
        return messages.isEmpty() ? " with no messages" : " with " + String.join(", ", messages);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
