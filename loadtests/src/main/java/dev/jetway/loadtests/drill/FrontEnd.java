package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.loadtests.client.ConnectionLostException;
import dev.jetway.loadtests.client.JetwayClient;
import dev.jetway.loadtests.client.JetwayClient.Cursor;
import dev.jetway.loadtests.client.RefusedException;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Approved;
import dev.jetway.loadtests.drill.Observation.Disconnected;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.GaveUp;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Refused;
import dev.jetway.loadtests.drill.Observation.Sent;
import dev.jetway.loadtests.drill.Observation.Stored;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A front end as a careful developer writes one: it keeps its cursor, reconnects, goes to the next door when one
 * stays shut, sends again what was not acknowledged, and writes down everything it does and sees. One traveler,
 * one conversation; its methods block, and are for one thread.
 */
public final class FrontEnd implements AutoCloseable {

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(250);
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_UP = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final String NO_ANSWER = "no answer";
    private static final int TRIES_PER_DOOR = 3;
    private static final int HISTORY = 200;

    private final HttpClient http;
    private final List<Door> doors;
    private final Duration connectLimit;
    private final String traveler;
    private final String name;
    private final long deadline;
    private final Watch watch = new Watch();
    private final AtomicReference<CompletableFuture<Void>> lost = new AtomicReference<>();
    private JetwayClient client;
    private int door;
    private int failures;
    private int turns;

    /**
     * @param doors the one it prefers first
     * @param connectLimit after which a door that does not answer counts as shut
     * @param traveler whose conversation, of the same name, it shows
     * @param name of this front end, which begins the names of its runs and messages
     * @param limit after which it gives up, from now on
     */
    public FrontEnd(
            HttpClient http, List<Door> doors, Duration connectLimit, String traveler, String name, Duration limit) {
        this.http = http;
        this.doors = List.copyOf(doors);
        this.connectLimit = connectLimit;
        this.traveler = traveler;
        this.name = name;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** The traveler as tools and bookings know them. */
    public String traveler() {
        return "dev:" + traveler;
    }

    public ClientHistory history() {
        return new ClientHistory(traveler(), name, watch.noted());
    }

    /** Says something and waits until the turn has ended or the time is over. */
    public Optional<Ended> say(String text, CompletableFuture<Void> acknowledged) {
        int turn = turns++;
        var runId = name + "-" + turn;
        var messageId = name + "-u" + turn;
        watch.expect(runId, messageId);
        return perform(
                runId, acknowledged, new Sent(runId, messageId), () -> client.run(traveler, runId, messageId, text));
    }

    /** Approves what the traveler was asked last and waits until the turn has ended or the time is over. */
    public Optional<Ended> approve(CompletableFuture<Void> acknowledged) {
        var interruptId =
                watch.interrupt().orElseThrow(() -> new IllegalStateException("%s was asked nothing".formatted(name)));
        var runId = name + "-yes";
        watch.expectAnswerTo(runId);
        return perform(
                runId,
                acknowledged,
                new Approved(runId, interruptId),
                () -> client.answer(traveler, runId, interruptId, true));
    }

    /** Approves what is being approved by another front end too. Once: whether it is heard does not matter. */
    public void approveToo() {
        var interruptId = watch.interrupt();
        if (interruptId.isEmpty()) {
            return;
        }
        var runId = name + "-yes";
        try {
            connect();
            watch.add(new Approved(runId, interruptId.get()));
            var ok = await(client.answer(traveler, runId, interruptId.get(), true), ANSWER_LIMIT);
            watch.add(new Acknowledged(runId, ok.path("duplicate").asBoolean()));
        } catch (ConnectionLostException | TimeoutException e) {
            disconnect(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            watch.add(new Refused(runId, e.getMessage()));
        }
    }

    public boolean asked() {
        return watch.interrupt().isPresent();
    }

    private interface Command {
        CompletionStage<JsonNode> send();
    }

    private Optional<Ended> perform(
            String runId, CompletableFuture<Void> acknowledged, Observation sending, Command command) {
        var end = watch.end(runId);
        String trouble = NO_ANSWER;
        while (!end.isDone() && remaining() > 0) {
            try {
                connect();
                if (!acknowledged.isDone()) {
                    watch.add(sending);
                    var ok = await(command.send(), ANSWER_LIMIT);
                    watch.add(new Acknowledged(runId, ok.path("duplicate").asBoolean()));
                    acknowledged.complete(null);
                }
                failures = 0;
                awaitEnd(end);
            } catch (ConnectionLostException | TimeoutException e) {
                trouble = String.valueOf(e.getMessage());
                disconnect(trouble);
                pause(RECONNECT_PAUSE);
            } catch (RefusedException e) {
                trouble = e.getMessage();
                watch.add(new Refused(runId, trouble));
                // What one region does not know yet, another may, or this one a little later.
                if (!e.retryable() && doors.size() == 1) {
                    break;
                }
                refused(trouble);
                pause(REFUSED_PAUSE);
            }
        }
        if (!end.isDone()) {
            watch.add(new GaveUp(runId, trouble));
            return Optional.empty();
        }
        return Optional.of(end.join());
    }

    /** Only follows what others say and what comes of it, until it is over. */
    public void follow(BooleanSupplier over) {
        while (!over.getAsBoolean() && remaining() > 0) {
            try {
                connect();
                failures = 0;
                if (lostWithin(LOOK_UP)) {
                    throw new ConnectionLostException("the connection was lost");
                }
            } catch (ConnectionLostException | TimeoutException e) {
                disconnect(String.valueOf(e.getMessage()));
                pause(RECONNECT_PAUSE);
            } catch (RefusedException e) {
                refused(e.getMessage());
                pause(REFUSED_PAUSE);
            }
        }
    }

    private boolean lostWithin(Duration duration) {
        try {
            lost.get().get(duration.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for the end of a turn; looks into the stored conversation now and then, should its events be late. */
    private void awaitEnd(CompletableFuture<Ended> end) throws ConnectionLostException, RefusedException {
        while (!end.isDone() && remaining() > 0) {
            try {
                CompletableFuture.anyOf(end, lost.get())
                        .get(Math.min(LOOK_AGAIN.toNanos(), remaining()), TimeUnit.NANOSECONDS);
                if (!end.isDone()) {
                    throw new ConnectionLostException("the connection was lost");
                }
            } catch (TimeoutException e) {
                lookUp();
            } catch (ExecutionException | InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void lookUp() throws ConnectionLostException, RefusedException {
        try {
            watch.stored(stored());
        } catch (TimeoutException e) {
            throw new ConnectionLostException("no answer to a look into the history");
        }
    }

    /** Reads the conversation as it is stored. */
    void readBack() {
        while (remaining() > 0) {
            try {
                connect();
                watch.add(new Stored(doors.get(door).region(), false, stored()));
                return;
            } catch (ConnectionLostException | TimeoutException | RefusedException e) {
                disconnect(String.valueOf(e.getMessage()));
                pause(RECONNECT_PAUSE);
            }
        }
    }

    private List<Message> stored() throws ConnectionLostException, RefusedException, TimeoutException {
        return Watch.messages(await(client.history(traveler, HISTORY), ANSWER_LIMIT)
                .path("result")
                .path("messages"));
    }

    private void connect() throws ConnectionLostException, RefusedException, TimeoutException {
        if (client != null) {
            return;
        }
        var gone = new CompletableFuture<Void>();
        lost.set(gone);
        watch.at(doors.get(door).region());
        var connecting =
                JetwayClient.connect(http, doors.get(door).url(), "dev:" + traveler, new JetwayClient.Listener() {
                    @Override
                    public void received(JsonNode frame) {
                        if (lost.get() == gone) {
                            watch.received(frame);
                        }
                    }

                    @Override
                    public void closed(String reason) {
                        gone.complete(null);
                    }
                });
        try {
            client = await(connecting, connectLimit);
        } catch (TimeoutException e) {
            connecting.thenAccept(JetwayClient::close);
            throw e;
        }
        Optional<Cursor> cursor = watch.cursor();
        await(client.subscribe(traveler, cursor), ANSWER_LIMIT);
    }

    /** Stays, unless it has been refused often: the node answers, but its region may be unable to serve. */
    private void refused(String reason) {
        failures++;
        if (failures % TRIES_PER_DOOR == 0 && doors.size() > 1) {
            disconnect(reason);
        }
    }

    private void disconnect(String reason) {
        watch.add(new Disconnected(reason));
        close();
        failures++;
        if (failures >= TRIES_PER_DOOR || reason.startsWith(NO_ANSWER)) {
            failures = 0;
            door = (door + 1) % doors.size();
        }
    }

    @Override
    public void close() {
        lost.set(new CompletableFuture<>());
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private <T> T await(CompletionStage<T> stage, Duration limit)
            throws ConnectionLostException, RefusedException, TimeoutException {
        try {
            return stage.toCompletableFuture()
                    .get(Math.max(1, Math.min(limit.toNanos(), remaining())), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(NO_ANSWER + " within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new ConnectionLostException(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(Exception e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("The drill was interrupted", e);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }
}
