package dev.jetway.loadtests.drill;

import dev.jetway.loadtests.client.ConnectionLostException;
import dev.jetway.loadtests.client.RefusedException;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Approved;
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
import java.util.concurrent.TimeoutException;
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
    private static final int HISTORY = 200;

    private final String traveler;
    private final String name;
    private final long deadline;
    private final Watch watch = new Watch();
    private final Line line;
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
        this.traveler = traveler;
        this.name = name;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.line = new Line(http, doors, connectLimit, traveler, watch, deadline);
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
                runId,
                acknowledged,
                new Sent(runId, messageId),
                client -> client.run(traveler, runId, messageId, text));
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
                client -> client.answer(traveler, runId, interruptId, true));
    }

    /** Approves what is being approved by another front end too. Once: whether it is heard does not matter. */
    public void approveToo() {
        var interruptId = watch.interrupt();
        if (interruptId.isEmpty()) {
            return;
        }
        var runId = name + "-yes";
        try {
            line.open();
            watch.add(new Approved(runId, interruptId.get()));
            var ok = line.ask(client -> client.answer(traveler, runId, interruptId.get(), true));
            watch.add(new Acknowledged(runId, ok.path("duplicate").asBoolean()));
        } catch (ConnectionLostException | TimeoutException e) {
            line.dropped(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            watch.add(new Refused(runId, e.getMessage()));
        }
    }

    public boolean asked() {
        return watch.interrupt().isPresent();
    }

    private Optional<Ended> perform(
            String runId, CompletableFuture<Void> acknowledged, Observation sending, Line.Command command) {
        var end = watch.end(runId);
        String trouble = "no time was left";
        while (!end.isDone() && remaining() > 0) {
            try {
                line.open();
                if (!acknowledged.isDone()) {
                    watch.add(sending);
                    var ok = line.ask(command);
                    watch.add(new Acknowledged(runId, ok.path("duplicate").asBoolean()));
                    acknowledged.complete(null);
                }
                line.served();
                awaitEnd(end);
            } catch (ConnectionLostException | TimeoutException e) {
                trouble = String.valueOf(e.getMessage());
                line.dropped(trouble);
                Line.pause(RECONNECT_PAUSE);
            } catch (RefusedException e) {
                trouble = e.getMessage();
                watch.add(new Refused(runId, trouble));
                // What one region does not know yet, another may, or this one a little later.
                if (!e.retryable() && line.onlyDoor()) {
                    break;
                }
                line.refused(trouble);
                Line.pause(REFUSED_PAUSE);
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
        var never = new CompletableFuture<Void>();
        while (!over.getAsBoolean() && remaining() > 0) {
            try {
                line.open();
                line.served();
                line.happens(never, LOOK_UP);
            } catch (ConnectionLostException | TimeoutException e) {
                line.dropped(String.valueOf(e.getMessage()));
                Line.pause(RECONNECT_PAUSE);
            } catch (RefusedException e) {
                line.refused(e.getMessage());
                Line.pause(REFUSED_PAUSE);
            }
        }
    }

    /** Waits for the end of a turn; looks into the stored conversation now and then, should its events be late. */
    private void awaitEnd(CompletableFuture<Ended> end)
            throws ConnectionLostException, RefusedException, TimeoutException {
        while (remaining() > 0 && !line.happens(end, LOOK_AGAIN)) {
            watch.stored(stored());
        }
    }

    /** Reads the conversation as it is stored. */
    void readBack() {
        while (remaining() > 0) {
            try {
                line.open();
                watch.add(new Stored(line.region(), false, stored()));
                return;
            } catch (ConnectionLostException | TimeoutException | RefusedException e) {
                line.dropped(String.valueOf(e.getMessage()));
                Line.pause(RECONNECT_PAUSE);
            }
        }
    }

    private List<Message> stored() throws ConnectionLostException, RefusedException, TimeoutException {
        return Watch.messages(line.ask(client -> client.history(traveler, HISTORY))
                .path("result")
                .path("messages"));
    }

    @Override
    public void close() {
        line.close();
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }
}
