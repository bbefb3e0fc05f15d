package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A conversation over {@code jetway.v1}: sends what is typed, writes what comes, asks before anything is
 * booked, and connects again where it was cut off. One thread does all of it.
 */
final class Chat {
    private static final Duration CANCEL = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration DEAD = Duration.ofSeconds(45);
    private static final Duration GIVE_UP = Duration.ofMinutes(2);
    private static final long FIRST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 5_000;
    private static final int RETRIES = 10;
    private static final int SIGNALS = 64;

    /** Whom to talk to, as whom, and about what. {@code once} is a single request, or null. */
    record Order(URI address, String token, String thread, String once, boolean prompts) {}

    private final Order order;
    private final ChatView view;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(SIGNALS);
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Input input;

    private URI address;
    private boolean sentHome;
    private Connection connection;
    private int connections;
    private boolean everConnected;
    private boolean subscribed;
    private long lostAt;
    private long wait = FIRST_WAIT_MILLIS;
    private long connectAt = Long.MAX_VALUE;
    private long heardAt;
    private boolean pinged;

    private String epoch;
    private long seq;
    private ObjectNode unacknowledged;
    private int retries;
    private long retryAt = Long.MAX_VALUE;
    private boolean running;
    private Boolean snapshotRunning;
    private final Deque<Question> questions = new ArrayDeque<>();
    private List<Question> asked = List.of();
    private final Map<String, Boolean> answers = new LinkedHashMap<>();

    private boolean onceSent;
    private boolean inputEnded;
    private long cancelUntil = Long.MAX_VALUE;
    private int exit;

    Chat(Order order, ChatView view, BufferedReader reader) {
        this.order = order;
        this.address = order.address();
        this.view = view;
        input = new Input(reader, signals);
    }

    /** Ctrl-C: a running turn is cancelled, then the chat ends. May be called by any thread. */
    void interrupt() {
        signals.offer(new Signal.Interrupted());
    }

    /**
     * Talks until there is no more to say.
     *
     * @return 0, or 1 when the last turn failed or its question was left open
     * @throws Failure when the node refuses, or cannot be reached
     */
    int run() throws InterruptedException {
        connect();
        try {
            while (!finished()) {
                Signal signal = signals.poll(timeToWait(), TimeUnit.MILLISECONDS);
                if (signal != null) {
                    on(signal);
                }
                tick();
                next();
            }
            return exit;
        } finally {
            connection.abandon();
            view.endLine();
        }
    }

    private boolean finished() {
        if (cancelUntil != Long.MAX_VALUE) {
            return !running || now() >= cancelUntil;
        }
        boolean quiet = !running && unacknowledged == null && questions.isEmpty();
        return quiet && (order.once() == null ? inputEnded : onceSent);
    }

    private void on(Signal signal) throws InterruptedException {
        if (signal instanceof Signal.Opened opened && opened.connection() == connections) {
            heardAt = now();
            connection.send(frame("hello")
                    .put("token", order.token())
                    .set("client", json.createObjectNode().put("name", "jetway-chat")));
        } else if (signal instanceof Signal.Frame frame && frame.connection() == connections) {
            heardAt = now();
            pinged = false;
            onFrame(frame.json());
            frame.done().run();
        } else if (signal instanceof Signal.Lost lost && lost.connection() == connections) {
            onLost(lost.reason());
        } else if (signal instanceof Signal.Line line) {
            input.answered();
            onLine(line.text().trim());
        } else if (signal instanceof Signal.EndOfInput) {
            onEndOfInput();
        } else if (signal instanceof Signal.Interrupted) {
            onInterrupted();
        }
        // Anything else is of a connection that was given up.
    }

    // --- Connection ------------------------------------------------------------------------------------

    private void connect() {
        connectAt = Long.MAX_VALUE;
        subscribed = false;
        snapshotRunning = null;
        heardAt = now();
        connection = Connection.open(client, address, ++connections, signals, json);
    }

    private void onLost(String reason) {
        if (!everConnected) {
            throw new Failure("No node answers at %s (%s). Start one with 'jetway up', or name another with --url."
                    .formatted(address, reason));
        }
        connection.abandon();
        if (subscribed || lostAt == 0) {
            subscribed = false;
            lostAt = now();
            view.note(Tone.FAINT, "Connection lost, connecting again…");
        }
        if (now() - lostAt > GIVE_UP.toMillis()) {
            throw new Failure(
                    "The connection to %s was lost (%s) and could not be made again. The conversation is kept; continue it with --thread %s."
                            .formatted(address, reason, order.thread()));
        }
        connections++; // whatever the old one still says is not heard
        connectAt = Math.min(connectAt, now() + wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
    }

    private void onBye(JsonNode bye) {
        String message = bye.path("message").asText(bye.path("code").asText());
        if (bye.path("code").asText().equals("wrong_region") && bye.hasNonNull("url") && !sentHome) {
            goHome(bye.path("url").asText(), message);
            return;
        }
        switch (bye.path("reconnect").asText()) {
            case "never" -> throw new Failure("The node ended the connection: " + message);
            case "after-login" -> throw new Failure("The node did not accept who you are: " + message);
            case "now" -> connectAt = now() + bye.path("retryAfterMs").asLong(0);
            default -> connectAt = now() + bye.path("retryAfterMs").asLong(wait);
        }
        // The close that follows finds the time to connect already set.
    }

    /** Once: a region that sends on who was sent to it is mistaken. */
    private void goHome(String url, String message) {
        try {
            address = ChatCommand.webSocket(url);
        } catch (IllegalArgumentException e) {
            throw new Failure("The node ended the connection: " + message, e);
        }
        sentHome = true;
        view.note(Tone.FAINT, message);
        connection.abandon();
        connections++;
        connectAt = now();
    }

    private void tick() throws InterruptedException {
        if (now() >= connectAt) {
            connection.abandon();
            connect();
        }
        if (now() >= retryAt && subscribed && unacknowledged != null) {
            retryAt = Long.MAX_VALUE;
            connection.send(unacknowledged);
        }
        if (connectAt == Long.MAX_VALUE && now() - heardAt > DEAD.toMillis()) {
            onLost("nothing was heard for " + DEAD.toSeconds() + " s");
        } else if (subscribed && !pinged && now() - heardAt > QUIET.toMillis()) {
            pinged = true;
            connection.send(frame("ping").put("t", now()));
        }
    }

    private long timeToWait() {
        long until = Math.min(Math.min(connectAt, retryAt), cancelUntil);
        return Math.max(1, Math.min(1_000, until - now()));
    }

    // --- Frames ----------------------------------------------------------------------------------------

    private void onFrame(JsonNode frame) throws InterruptedException {
        switch (frame.path("type").asText()) {
            case "welcome" -> {
                everConnected = true;
                ObjectNode subscribe =
                        frame("subscribe").put("id", "s" + connections).put("thread", order.thread());
                if (epoch != null) {
                    subscribe.put("epoch", epoch).put("afterSeq", seq);
                }
                connection.send(subscribe);
            }
            case "subscribed" -> onSubscribed(frame);
            case "reset" -> {
                epoch = frame.path("epoch").asText();
                seq = frame.path("seq").asLong();
            }
            case "event" -> onEventFrame(frame);
            case "ok" -> onOk(frame);
            case "error" -> onError(frame);
            case "bye" -> onBye(frame);
            default -> {
                // pong, or a frame newer than this client
            }
        }
    }

    private void onSubscribed(JsonNode frame) throws InterruptedException {
        epoch = frame.path("epoch").asText();
        if (!frame.path("recovered").asBoolean()) {
            seq = frame.path("seq").asLong();
        }
        if (lostAt != 0) {
            view.note(Tone.FAINT, "Connected again.");
        }
        subscribed = true;
        lostAt = 0;
        wait = FIRST_WAIT_MILLIS;
        if (unacknowledged != null) {
            connection.send(unacknowledged); // safe to repeat: the server knows its runId
        }
    }

    private void onEventFrame(JsonNode frame) {
        JsonNode event = frame.path("event");
        long at = frame.path("seq").asLong();
        boolean snapshot = event.path("type").asText().endsWith("S_SNAPSHOT")
                || event.path("type").asText().equals("STATE_SNAPSHOT");
        if (at <= seq && !snapshot) {
            return; // seen before the connection was lost
        }
        seq = Math.max(seq, at);
        onEvent(event);
    }

    private void onEvent(JsonNode event) {
        switch (event.path("type").asText()) {
            case "RUN_STARTED" -> {
                running = true;
                questions.clear();
                asked = List.of();
            }
            case "TEXT_MESSAGE_START" -> view.messageStarted(event);
            case "TEXT_MESSAGE_CONTENT" -> view.messageGrew(event);
            case "TEXT_MESSAGE_END" -> view.endLine();
            case "ACTIVITY_SNAPSHOT" -> {
                if (event.path("activityType").asText().equals("jetway.plan")) {
                    view.planned(
                            event.path("messageId").asText(),
                            event.path("content").deepCopy());
                }
            }
            case "ACTIVITY_DELTA" -> view.replanned(event.path("messageId").asText(), event.path("patch"));
            case "REASONING_MESSAGE_CONTENT" ->
                view.note(Tone.FAINT, "    " + event.path("delta").asText());
            case "MESSAGES_SNAPSHOT" -> view.snapshot(event.path("messages"));
            case "STATE_SNAPSHOT" -> onState(event.path("snapshot"));
            case "RUN_ERROR" -> {
                running = false;
                exit = 1;
                view.failed(event.path("message").asText());
            }
            case "RUN_FINISHED" -> onFinished(event.path("outcome"));
            default -> {
                // steps, tool calls: the plan's progress says enough here
            }
        }
    }

    private void onState(JsonNode state) {
        snapshotRunning = state.path("running").asBoolean();
        running = snapshotRunning || unacknowledged != null;
        ask(state.path("interrupts"));
    }

    private void onFinished(JsonNode outcome) {
        running = false;
        switch (outcome.path("type").asText(outcome.asText("success"))) {
            case "interrupt" -> ask(outcome.path("interrupts"));
            case "cancelled" -> view.note(Tone.FAINT, "Cancelled.");
            default -> exit = 0;
        }
    }

    /** The same questions come with a snapshot and with the end of the run, and are put once. */
    private void ask(JsonNode interrupts) {
        List<Question> open = answering() ? List.of() : Question.in(interrupts);
        if (open.equals(asked)) {
            return;
        }
        asked = open;
        answers.clear();
        questions.clear();
        questions.addAll(open);
        if (!questions.isEmpty()) {
            view.question(questions.peek());
        }
    }

    private boolean answering() {
        return unacknowledged != null && unacknowledged.at("/input/resume").isArray();
    }

    private void onOk(JsonNode frame) {
        if (unacknowledged != null && frame.path("id").equals(unacknowledged.path("id"))) {
            unacknowledged = null;
            retries = 0;
            if (frame.path("duplicate").asBoolean() && snapshotRunning != null) {
                running = snapshotRunning; // it ended while we were away
            }
        }
    }

    private void onError(JsonNode frame) {
        String message = frame.path("message").asText();
        boolean ours = unacknowledged != null && frame.path("id").equals(unacknowledged.path("id"));
        if (!ours) {
            view.note(Tone.BAD, message);
            return;
        }
        if (frame.path("retryable").asBoolean() && ++retries <= RETRIES) {
            retryAt = now() + frame.path("retryAfterMs").asLong(1_000);
            return;
        }
        unacknowledged = null;
        retries = 0;
        running = false;
        exit = 1;
        view.note(Tone.BAD, message);
    }

    // --- The traveler ----------------------------------------------------------------------------------

    /** Asks for the next line when there is nothing to wait for. */
    private void next() throws InterruptedException {
        if (!subscribed || running || unacknowledged != null || inputEnded || cancelUntil != Long.MAX_VALUE) {
            return;
        }
        if (order.once() != null && !onceSent) {
            onceSent = true;
            say(order.once());
        } else if ((order.once() == null || !questions.isEmpty()) && input.ask() && order.prompts()) {
            view.prompt(questions.isEmpty() ? "> " : "Approve? [y/n] ");
        }
    }

    private void onLine(String line) throws InterruptedException {
        if (!questions.isEmpty()) {
            onAnswer(line.toLowerCase(Locale.ROOT));
        } else if (!line.isEmpty()) {
            say(line);
        }
    }

    private void onAnswer(String line) throws InterruptedException {
        switch (line) {
            case "y", "yes" -> answer(true);
            case "n", "no" -> answer(false);
            default -> view.note(Tone.DOUBTFUL, "Answer y to approve exactly this, or n to leave it.");
        }
    }

    private void answer(boolean approved) throws InterruptedException {
        answers.put(questions.remove().id(), approved);
        if (!questions.isEmpty()) {
            view.question(questions.peek());
            return;
        }
        ObjectNode run = runInput();
        ArrayNode resume = run.putArray("resume");
        answers.forEach((id, yes) -> resume.addObject()
                .put("interruptId", id)
                .put("status", "resolved")
                .set("payload", json.createObjectNode().put("approved", yes)));
        answers.clear();
        submit(run);
    }

    private void say(String text) throws InterruptedException {
        ObjectNode run = runInput();
        run.withArray("/messages")
                .addObject()
                .put("id", UUID.randomUUID().toString())
                .put("role", "user")
                .put("content", text);
        submit(run);
    }

    private ObjectNode runInput() {
        ObjectNode run = json.createObjectNode();
        run.put("threadId", order.thread())
                .put("runId", UUID.randomUUID().toString())
                .put("protocolVersion", "1.0");
        run.putArray("messages");
        run.putArray("tools");
        run.putArray("context");
        return run;
    }

    private void submit(ObjectNode runInput) throws InterruptedException {
        running = true;
        exit = 0;
        unacknowledged = frame("run").put("id", UUID.randomUUID().toString()).set("input", runInput);
        if (subscribed) {
            connection.send(unacknowledged);
        }
    }

    private void onEndOfInput() {
        inputEnded = true;
        if (!questions.isEmpty()) {
            questions.clear();
            exit = 1;
            view.note(
                    Tone.DOUBTFUL,
                    "The question was left open: nothing was done. Answer it with --thread " + order.thread() + ".");
        }
    }

    private void onInterrupted() throws InterruptedException {
        cancelUntil = now();
        if (running && subscribed) {
            cancelUntil += CANCEL.toMillis();
            connection.send(
                    frame("cancel").put("id", UUID.randomUUID().toString()).put("thread", order.thread()));
        }
    }

    private ObjectNode frame(String type) {
        return json.createObjectNode().put("type", type);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
