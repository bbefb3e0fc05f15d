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
import java.net.URI;
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

/**
 * A front end as a careful developer writes one: it keeps its cursor, reconnects, sends again what was not
 * acknowledged, and writes down everything it does and sees. One traveler, one conversation; its methods
 * block, and are for one thread.
 */
final class FrontEnd implements AutoCloseable {

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(250);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final int HISTORY = 50;

    private final HttpClient http;
    private final URI url;
    private final String name;
    private final long deadline;
    private final Watch watch = new Watch();
    private final AtomicReference<CompletableFuture<Void>> lost = new AtomicReference<>();
    private JetwayClient client;

    /**
     * @param name of the traveler and of the conversation
     * @param limit after which it gives up, from now on
     */
    FrontEnd(HttpClient http, URI url, String name, Duration limit) {
        this.http = http;
        this.url = url;
        this.name = name;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** The traveler as tools and bookings know them. */
    String traveler() {
        return "dev:" + name;
    }

    ClientHistory history() {
        return new ClientHistory(traveler(), watch.observations());
    }

    /** Says something and waits until the turn has ended or the time is over. */
    Optional<Ended> say(String text, CompletableFuture<Void> acknowledged) {
        int turn = watch.count(Sent.class);
        var runId = name + "-" + turn;
        var messageId = "u" + turn;
        watch.expect(runId, messageId);
        return perform(runId, acknowledged, new Sent(runId, messageId), () -> client.run(name, runId, messageId, text));
    }

    /** Approves what the traveler was asked last and waits until the turn has ended or the time is over. */
    Optional<Ended> approve(CompletableFuture<Void> acknowledged) {
        var interruptId =
                watch.interrupt().orElseThrow(() -> new IllegalStateException("%s was asked nothing".formatted(name)));
        var runId = name + "-yes";
        watch.expectAnswerTo(runId);
        return perform(
                runId,
                acknowledged,
                new Approved(runId, interruptId),
                () -> client.answer(name, runId, interruptId, true));
    }

    boolean asked() {
        return watch.interrupt().isPresent();
    }

    private interface Command {
        CompletionStage<JsonNode> send();
    }

    private Optional<Ended> perform(
            String runId, CompletableFuture<Void> acknowledged, Observation sending, Command command) {
        var end = watch.end(runId);
        String trouble = "no answer";
        while (!end.isDone() && remaining() > 0) {
            try {
                connect();
                if (!acknowledged.isDone()) {
                    watch.add(sending);
                    await(command.send());
                    watch.add(new Acknowledged(runId));
                    acknowledged.complete(null);
                }
                awaitEnd(end);
            } catch (ConnectionLostException | TimeoutException e) {
                trouble = String.valueOf(e.getMessage());
                disconnect(trouble);
                pause();
            } catch (RefusedException e) {
                trouble = e.getMessage();
                watch.add(new Refused(runId, trouble));
                if (!e.retryable()) {
                    break;
                }
                pause();
            }
        }
        if (!end.isDone()) {
            watch.add(new GaveUp(runId, trouble));
            return Optional.empty();
        }
        return Optional.of(end.join());
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
                watch.add(new Stored(stored()));
                return;
            } catch (ConnectionLostException | TimeoutException | RefusedException e) {
                disconnect(String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private List<Message> stored() throws ConnectionLostException, RefusedException, TimeoutException {
        return Watch.messages(
                await(client.history(name, HISTORY)).path("result").path("messages"));
    }

    private void connect() throws ConnectionLostException, RefusedException, TimeoutException {
        if (client != null) {
            return;
        }
        var gone = new CompletableFuture<Void>();
        lost.set(gone);
        client = await(JetwayClient.connect(http, url, "dev:" + name, new JetwayClient.Listener() {
            @Override
            public void received(JsonNode frame) {
                watch.received(frame);
            }

            @Override
            public void closed(String reason) {
                gone.complete(null);
            }
        }));
        Optional<Cursor> cursor = watch.cursor();
        await(client.subscribe(name, cursor));
    }

    private void disconnect(String reason) {
        watch.add(new Disconnected(reason));
        close();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private <T> T await(CompletionStage<T> stage) throws ConnectionLostException, RefusedException, TimeoutException {
        try {
            return stage.toCompletableFuture().get(Math.max(1, remaining()), TimeUnit.NANOSECONDS);
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

    private void pause() {
        try {
            Thread.sleep(RECONNECT_PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private long remaining() {
        return deadline - System.nanoTime();
    }
}
