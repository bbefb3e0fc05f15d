package dev.jetway.runtime.cli.up;

import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.runtime.cli.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts Cassandra and brings its schema up to date on a thread of its own, which can be interrupted. */
final class CassandraPart {
    private static final long STOP_MILLIS = 30_000;
    private static final int LINE_CHARS = 240;

    record Address(String host, int cqlPort, String dataCenter) {}

    private final EmbeddedCassandraSettings settings;
    private final Meeting meeting;
    private final Consumer<String> started;
    private final CompletableFuture<Address> ready = new CompletableFuture<>();
    private final CompletableFuture<Failure> exit = new CompletableFuture<>();
    private final Thread starter = new Thread(this::run, "jetway-cassandra");
    private EmbeddedCassandra running;

    private CassandraPart(EmbeddedCassandraSettings settings, Meeting meeting, Consumer<String> started) {
        this.settings = settings;
        this.meeting = meeting;
        this.started = started;
    }

    /** @param started is told the address, before the schema is there */
    static CassandraPart start(EmbeddedCassandraSettings settings, Meeting meeting, Consumer<String> started) {
        CassandraPart part = new CassandraPart(settings, meeting, started);
        part.starter.setDaemon(true);
        part.starter.start();
        return part;
    }

    private void run() {
        try {
            EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings);
            synchronized (this) {
                running = cassandra;
            }
            cassandra
                    .onExit()
                    .thenAccept(code ->
                            exit.complete(new Failure("Cassandra ended with exit code %d. Its logs are in %s."
                                    .formatted(code, settings.data().resolve("logs")))));
            started.accept(cassandra.address() + ":" + cassandra.cqlPort());
            meeting.attend(cassandra);
            ready.complete(new Address(cassandra.address(), cassandra.cqlPort(), cassandra.dataCenter()));
        } catch (InterruptedException e) {
            ready.completeExceptionally(new Failure("Cassandra was stopped while it was starting."));
        } catch (RuntimeException e) {
            ready.completeExceptionally(new Failure(shortLines(String.valueOf(e.getMessage())), e));
        }
    }

    /** Cassandra says its whole configuration on one line. */
    private static String shortLines(String text) {
        return text.lines()
                .map(line -> line.length() > LINE_CHARS ? line.substring(0, LINE_CHARS) + "…" : line)
                .collect(Collectors.joining("\n"));
    }

    CompletableFuture<Address> ready() {
        return ready;
    }

    /** Completes when the process has ended; never, when it was not started. */
    CompletableFuture<Failure> onExit() {
        return exit;
    }

    /** Drains and stops it, also in the middle of its start. */
    void stop() {
        starter.interrupt();
        try {
            starter.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (running != null) {
                running.close();
            }
        }
    }
}
