package dev.jetway.runtime.gateway.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.gateway.Cursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One connection of the fuzzer: one thread sends, another reads and judges every frame. */
final class FuzzClient implements Closeable {

    /** What travelers say to nobody but themselves. No mutation makes one of these of another. */
    private static final Map<String, String> WHISPERERS = new ConcurrentHashMap<>();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WHISPERED = Pattern.compile("whisper-([0-9a-f]{32})");
    private static final String MARKER = "marker-";

    private final RawSocket socket;
    private final String traveler;
    private final FrameSource source;
    private final Coverage coverage;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> unavailable = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "fuzz-reader");
    private CompletableFuture<String> marker = new CompletableFuture<>();
    private volatile String expected = "";
    private String bye = "";

    FuzzClient(int port, String traveler, FrameSource source, Coverage coverage) throws IOException {
        this.socket = RawSocket.to(port);
        this.traveler = traveler;
        this.source = source;
        this.coverage = coverage;
        socket.send(Bytes.latin1(RawSocket.UPGRADE));
        if (socket.response().map(RawSocket.Response::status).orElse(0) != 101) {
            throw new AssertionError("The upgrade was refused");
        }
        reader.setDaemon(true);
        reader.start();
    }

    /** Always the same for a traveler, so that a seed always sends the same. */
    static String whisper(String traveler) {
        var whisper = "whisper-"
                + UUID.nameUUIDFromBytes(traveler.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        WHISPERERS.put(whisper, traveler);
        return whisper;
    }

    void send(byte[] bytes) {
        socket.sendAsFarAsItGoes(bytes);
    }

    /** A command whose id nobody else uses has to be answered. */
    void expectAnswer(String id) {
        unanswered.add(id);
    }

    private synchronized void answered(String id) {
        unanswered.remove(id);
        notifyAll();
    }

    /** Waits until everything that has to be answered is, or the connection has ended. */
    synchronized void awaitAnswers() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawSocket.PATIENCE_MILLIS);
        while (!unanswered.isEmpty() && !end.isDone()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("Never answered: " + unanswered);
            }
            wait(Math.min(left, 1_000));
        }
    }

    /** Whether everything sent before has been read; false when the connection has ended properly instead. */
    boolean isAlive(int number) throws InterruptedException {
        synchronized (this) {
            marker = new CompletableFuture<>();
            expected = MARKER + number;
        }
        send(Bytes.text("{\"type\":\"ping\",\"t\":\"%s\"}".formatted(expected)));
        return await(CompletableFuture.anyOf(marker, end)).equals(MARKER);
    }

    /** Asks a conversation that does not answer, and waits until the gateway says so. */
    void askInVain() throws InterruptedException {
        send(Bytes.text(Frames.history(RealConversations.SILENT)));
        await(CompletableFuture.anyOf(unavailable, end));
    }

    /** Waits for a proper end, and says which. */
    String ending() throws InterruptedException {
        return await(end);
    }

    private static String await(CompletableFuture<?> future) throws InterruptedException {
        try {
            return String.valueOf(future.get(RawSocket.PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A connection is stuck: neither a pong nor an end", e);
        }
    }

    private void read() {
        try {
            for (var frame = socket.frame(); frame.isPresent(); frame = socket.frame()) {
                if (frame.get().kind() == Bytes.TEXT) {
                    judge(frame.get().text());
                } else if (frame.get().kind() == Bytes.CLOSE) {
                    var closed = "closed with " + frame.get().closeCode();
                    coverage.count(closed);
                    end.complete(bye.isEmpty() ? closed : bye);
                    return;
                }
            }
            end.completeExceptionally(new AssertionError("Hung up without a closing frame"));
        } catch (IOException | AssertionError e) {
            end.completeExceptionally(e);
        }
    }

    private void judge(String text) throws JsonProcessingException {
        if (text.contains(Vera.SECRET)) {
            throw new AssertionError("Somebody else's words: " + text);
        }
        for (var whisper = WHISPERED.matcher(text); whisper.find(); ) {
            var whisperer = WHISPERERS.getOrDefault(whisper.group(), traveler);
            if (!whisperer.equals(traveler)) {
                throw new AssertionError("%s was told what %s said".formatted(traveler, whisperer));
            }
        }
        var frame = JSON.readTree(text);
        var type = frame.path("type").asText();
        switch (type) {
            case "welcome", "ok" -> {
                coverage.count(type + (frame.has("duplicate") ? " duplicate" : ""));
                answered(frame.path("id").asText());
            }
            case "pong" -> pong(frame);
            case "error" -> {
                coverage.count("error " + frame.path("code").asText());
                answered(frame.path("id").asText());
                if (frame.path("code").asText().equals("unavailable")) {
                    unavailable.complete("");
                }
            }
            case "bye" -> {
                bye = "bye " + frame.path("code").asText();
                coverage.count(bye);
            }
            case "subscribed" -> {
                coverage.count(frame.path("recovered").asBoolean() ? "subscribed recovered" : "subscribed");
                cursor(frame, frame.path("epoch").asText());
            }
            case "reset" -> {
                coverage.count("reset");
                cursor(frame, frame.path("epoch").asText());
            }
            case "event" -> coverage.count("event " + frame.at("/event/type").asText());
            default -> throw new AssertionError("A frame nobody knows: " + text);
        }
    }

    private void cursor(JsonNode frame, String epoch) {
        source.heard(
                frame.path("thread").asText(),
                new Cursor(epoch, frame.path("seq").asLong()));
    }

    private synchronized void pong(JsonNode frame) {
        if (frame.path("t").asText().equals(expected)) {
            marker.complete(MARKER);
        } else {
            coverage.count("pong");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
