package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.described.FrameCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One traveler's connection to one conversation, over a real WebSocket. Every event has to come with the
 * number after the one before. Methods block, with a limit, and are for one thread.
 */
final class FrontEnd implements AutoCloseable {

    /** What the node answered to a command. */
    record Answer(JsonNode frame) {
        boolean ok() {
            return frame.path("type").asText().equals("ok");
        }

        boolean duplicate() {
            return frame.path("duplicate").asBoolean();
        }

        String code() {
            return frame.path("code").asText();
        }

        String message() {
            return frame.path("message").asText();
        }
    }

    record Seen(long seq, JsonNode event) {}

    record Cursor(String epoch, long seq) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;
    private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

    private final String traveler;
    private final String thread;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<JsonNode> welcome = new CompletableFuture<>();
    private final CompletableFuture<JsonNode> subscribed = new CompletableFuture<>();
    private final FrameCheck check = new FrameCheck();
    private final WebSocket socket;
    private volatile long last;

    private FrontEnd(URI page, String traveler, String thread) {
        this.traveler = traveler;
        this.thread = thread;
        var address = URI.create("ws://%s/v1/ws".formatted(page.getAuthority()));
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("jetway.v1")
                .buildAsync(address, new Listener())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        send(JSON.createObjectNode().put("type", "hello").put("token", "dev:" + traveler));
        await(welcome);
    }

    /** Connects and follows a conversation from now on. */
    static FrontEnd open(URI page, String traveler, String thread) {
        var frontEnd = new FrontEnd(page, traveler, thread);
        frontEnd.subscribe(null);
        return frontEnd;
    }

    /** A second connection of this traveler to this conversation. */
    FrontEnd another(URI page) {
        return open(page, traveler, thread);
    }

    /** A new connection that follows this conversation from where another one was. */
    FrontEnd resume(URI page, Cursor cursor) {
        var frontEnd = new FrontEnd(page, traveler, thread);
        frontEnd.subscribe(cursor);
        return frontEnd;
    }

    /** Connects without following anything. */
    static FrontEnd connect(URI page, String traveler, String thread) {
        return new FrontEnd(page, traveler, thread);
    }

    /** What somebody is told who may not be served there. */
    static JsonNode sentAway(URI page, String traveler) {
        try {
            new FrontEnd(page, traveler, "none").close();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SentAway away) {
                return away.bye;
            }
            throw e;
        }
        throw new AssertionError("%s was welcome at %s".formatted(traveler, page));
    }

    private static final class SentAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient JsonNode bye;

        private SentAway(JsonNode bye) {
            super(bye.toString());
            this.bye = bye;
        }
    }

    private void subscribe(Cursor cursor) {
        var frame = JSON.createObjectNode()
                .put("type", "subscribe")
                .put("id", "s" + IDS.incrementAndGet())
                .put("thread", thread);
        if (cursor != null) {
            last = cursor.seq();
            frame.put("epoch", cursor.epoch()).put("afterSeq", cursor.seq());
        }
        send(frame);
        await(subscribed);
        if (cursor == null) {
            last = subscribed.join().path("seq").asLong();
        }
    }

    String name() {
        return traveler;
    }

    /** The traveler as the tools know them. */
    String subject() {
        return "dev:" + traveler;
    }

    String thread() {
        return thread;
    }

    /** What the server said of the regions. */
    JsonNode regions() {
        return await(welcome).path("regions");
    }

    boolean recovered() {
        return subscribed.join().path("recovered").asBoolean();
    }

    Cursor cursor() {
        return new Cursor(subscribed.join().path("epoch").asText(), last);
    }

    /** Says something and waits for the end of the run. */
    Run say(String text) {
        accepted(begin(text));
        return wholeRun();
    }

    /** Says something and waits only until it is accepted or refused. */
    Answer begin(String text) {
        var id = "r" + IDS.incrementAndGet();
        var input = input(id);
        input.putArray("messages")
                .addObject()
                .put("id", "m-" + id)
                .put("role", "user")
                .put("content", text);
        return command(frame("run").set("input", input));
    }

    /** Says something that is to be stored in every region before it is accepted. */
    Answer beginEverywhere(String text, String runId) {
        var input = input(runId);
        input.putArray("messages")
                .addObject()
                .put("id", "m-" + runId)
                .put("role", "user")
                .put("content", text);
        input.putObject("forwardedProps").putObject("jetway").put("acknowledge", "all-regions");
        return command(frame("run").set("input", input));
    }

    /** Says something that a person is to answer. */
    Run askForAPerson(String text) {
        var id = "r" + IDS.incrementAndGet();
        var input = input(id);
        input.putArray("messages")
                .addObject()
                .put("id", "m-" + id)
                .put("role", "user")
                .put("content", text);
        input.putObject("forwardedProps").putObject("jetway").put("person", true);
        accepted(command(frame("run").set("input", input)));
        return wholeRun();
    }

    Run approve(Run.Question question) {
        accepted(answer(question.id(), true));
        return wholeRun();
    }

    /** Approves everything that was asked together. */
    Run approveAll(Run asked) {
        accepted(answer(asked.questions().stream().map(Run.Question::id).toList(), true));
        return wholeRun();
    }

    Run deny(Run.Question question) {
        accepted(answer(question.id(), false));
        return wholeRun();
    }

    /** Answers a question and waits only until the answer is accepted or refused. */
    Answer answer(String interruptId, boolean approved) {
        return answer(List.of(interruptId), approved);
    }

    private Answer answer(List<String> interruptIds, boolean approved) {
        var input = input("r" + IDS.incrementAndGet());
        input.putArray("messages");
        var resume = input.putArray("resume");
        interruptIds.forEach(id -> resume.addObject()
                .put("interruptId", id)
                .put("status", "resolved")
                .putObject("payload")
                .put("approved", approved));
        return command(frame("run").set("input", input));
    }

    /** What was said in this conversation, oldest first. */
    List<JsonNode> history() {
        var answer = command(frame("history").put("thread", thread).put("limit", 200));
        accepted(answer);
        List<JsonNode> messages = new ArrayList<>();
        answer.frame().at("/result/messages").forEach(messages::add);
        return messages;
    }

    /** The next run; nothing may come before its start. */
    Run wholeRun() {
        var run = run();
        if (!run.events().get(0).path("type").asText().equals("RUN_STARTED")) {
            throw new AssertionError("Outside of a run: " + run.events().get(0));
        }
        return run;
    }

    /** Everything from here to the end of the run under way. */
    Run run() {
        List<JsonNode> run = new ArrayList<>();
        do {
            run.add(next().event());
        } while (!ends(run.get(run.size() - 1)));
        return new Run(run);
    }

    static boolean ends(JsonNode event) {
        var type = event.path("type").asText();
        return type.equals("RUN_FINISHED") || type.equals("RUN_ERROR");
    }

    /** The next event, which has to carry the next number. */
    Seen next() {
        var frame = take();
        long seq = frame.path("seq").asLong();
        if (!frame.path("type").asText().equals("event") || seq != last + 1) {
            throw new AssertionError("After %d comes event %d, not %s".formatted(last, last + 1, frame));
        }
        last = seq;
        return new Seen(seq, frame.path("event"));
    }

    private JsonNode take() {
        try {
            var frame = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            check.verify();
            if (frame == null) {
                throw new AssertionError("%s saw nothing for %d s".formatted(thread, PATIENCE_SECONDS));
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an event", e);
        }
    }

    /** The numbering starts anew: what is said of all there is. */
    List<JsonNode> reset() {
        var reset = take();
        assertThat(reset.path("type").asText()).as("%s", reset).isEqualTo("reset");
        last = reset.path("seq").asLong();
        var snapshots = List.of(take(), take());
        assertThat(snapshots)
                .allSatisfy(frame -> assertThat(frame.path("seq").asLong()).isEqualTo(last));
        return snapshots.stream().map(frame -> frame.path("event")).toList();
    }

    /** The next event of a type; those before it are passed over. */
    JsonNode until(String type) {
        JsonNode event;
        do {
            event = next().event();
        } while (!event.path("type").asText().equals(type));
        return event;
    }

    boolean sawNothing() {
        return events.isEmpty();
    }

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private ObjectNode input(String runId) {
        return JSON.createObjectNode().put("threadId", thread).put("runId", runId);
    }

    private Answer command(JsonNode frame) {
        var id = "c" + IDS.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        send(((ObjectNode) frame).put("id", id));
        return new Answer(await(answer));
    }

    private static void accepted(Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError("Refused: " + answer.frame());
        }
    }

    private void send(JsonNode frame) {
        check.sent(frame.toString());
        await(socket.sendText(frame.toString(), true));
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Ends the connection without a word, as a lost network does. */
    void cut() {
        socket.abort();
        check.verify();
    }

    @Override
    public void close() {
        cut();
    }

    private void take(JsonNode frame) {
        check.received(frame);
        switch (frame.path("type").asText()) {
            case "welcome" -> welcome.complete(frame);
            case "bye" -> welcome.completeExceptionally(new SentAway(frame));
            case "subscribed" -> subscribed.complete(frame);
            case "event", "reset" -> events.add(frame);
            case "ok", "error" -> {
                var answer = answers.remove(frame.path("id").asText());
                if (answer != null) {
                    answer.complete(frame);
                }
            }
            default -> {}
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("Not JSON: " + text, e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            lost("closed with %d".formatted(code));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            lost(error.toString());
        }

        private void lost(String why) {
            var error = new IllegalStateException("The connection was lost: " + why);
            welcome.completeExceptionally(error);
            subscribed.completeExceptionally(error);
            answers.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
