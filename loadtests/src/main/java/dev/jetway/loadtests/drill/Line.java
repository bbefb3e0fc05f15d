package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.loadtests.client.ConnectionLostException;
import dev.jetway.loadtests.client.JetwayClient;
import dev.jetway.loadtests.client.RefusedException;
import dev.jetway.loadtests.drill.Observation.Disconnected;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection of one front end, at whichever door opens: where one stays shut it goes to the next. What it hears goes
 * to the watch. Its methods block, and are for one thread.
 */
final class Line implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final String NO_ANSWER = "no answer";
    private static final int TRIES_PER_DOOR = 3;

    private final HttpClient http;
    private final List<Door> doors;
    private final Duration connectLimit;
    private final String traveler;
    private final Watch watch;
    private final long deadline;
    private volatile CompletableFuture<Void> lost = new CompletableFuture<>();
    private JetwayClient client;
    private int door;
    private int failures;

    /**
     * @param doors the one it prefers first
     * @param connectLimit after which a door that does not answer counts as shut
     * @param deadline of all waiting, as {@link System#nanoTime} tells it
     */
    Line(HttpClient http, List<Door> doors, Duration connectLimit, String traveler, Watch watch, long deadline) {
        this.http = http;
        this.doors = List.copyOf(doors);
        this.connectLimit = connectLimit;
        this.traveler = traveler;
        this.watch = watch;
        this.deadline = deadline;
    }

    interface Command {
        CompletionStage<JsonNode> send(JetwayClient client);
    }

    /** Connects and follows the conversation from where the watch is, unless it does already. */
    void open() throws ConnectionLostException, RefusedException, TimeoutException {
        if (client != null) {
            return;
        }
        var gone = new CompletableFuture<Void>();
        lost = gone;
        watch.at(region());
        var connecting =
                JetwayClient.connect(http, doors.get(door).url(), "dev:" + traveler, new JetwayClient.Listener() {
                    @Override
                    public void received(JsonNode frame) {
                        if (lost == gone) {
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
        try {
            await(client.subscribe(traveler, watch.cursor()), ANSWER_LIMIT);
        } catch (RefusedException e) {
            close();
            throw e;
        }
    }

    /** Sends a command and waits for its answer. */
    JsonNode ask(Command command) throws ConnectionLostException, RefusedException, TimeoutException {
        return await(command.send(client), ANSWER_LIMIT);
    }

    /** Waits for something to happen, for so long; false when the time is over. */
    boolean happens(CompletableFuture<?> something, Duration within) throws ConnectionLostException {
        var gone = lost;
        try {
            CompletableFuture.anyOf(something, gone)
                    .get(Math.max(1, Math.min(within.toNanos(), remaining())), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | InterruptedException e) {
            throw interrupted(e);
        }
        if (!something.isDone()) {
            throw new ConnectionLostException("the connection was lost");
        }
        return true;
    }

    String region() {
        return doors.get(door).region();
    }

    boolean onlyDoor() {
        return doors.size() == 1;
    }

    /** This door serves. */
    void served() {
        failures = 0;
    }

    /** Stays, unless it is refused often: the node answers, but its region may be unable to serve. */
    void refused(String reason) {
        failures++;
        if (failures >= TRIES_PER_DOOR && !onlyDoor()) {
            dropped(reason);
        }
    }

    /** The connection is of no use any more; the next one may be at another door. */
    void dropped(String reason) {
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
        lost = new CompletableFuture<>();
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
            throw new TimeoutException("%s within %d s".formatted(NO_ANSWER, limit.toSeconds()));
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

    static void pause(Duration duration) {
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
