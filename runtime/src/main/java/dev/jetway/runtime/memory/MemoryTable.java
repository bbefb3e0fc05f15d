package dev.jetway.runtime.memory;

import akka.Done;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Trip;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The table {@code traveler_memory}, of this region's data center and its quorum.
 *
 * <p>Every write bears a time later than all it has read, so that a node whose clock is behind deletes what it has seen
 * all the same. What a write did not bring about, because a later deletion was there already, is seen by reading again.
 */
final class MemoryTable {

    private static final String TABLE = ".traveler_memory ";
    private static final String SELECT = "SELECT kind, key, value, said_in, said_at, consent_in, consent_at,"
            + " writetime(value) AS written, writetime(consent_at) AS consented FROM %s" + TABLE
            + "WHERE traveler = ? LIMIT 500";
    private static final String CONSENT =
            "INSERT INTO %s" + TABLE + "(traveler, consent_in, consent_at) VALUES (?, ?, ?) USING TTL ?";
    private static final String INSERT = "INSERT INTO %s" + TABLE
            + "(traveler, kind, key, value, said_in, said_at) VALUES (?, ?, ?, ?, ?, ?) USING TTL ?";
    private static final String DELETE = "DELETE FROM %s" + TABLE + "WHERE traveler = ? AND kind = ? AND key = ?";
    private static final String DELETE_KIND = "DELETE FROM %s" + TABLE + "WHERE traveler = ? AND kind = ?";
    private static final String DELETE_ALL = "DELETE FROM %s" + TABLE + "WHERE traveler = ?";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final CassandraSession session;
    private final Clock clock;
    private final int ttl;
    private final AtomicLong latest = new AtomicLong();
    private final Map<String, CompletionStage<Texts>> prepared = new ConcurrentHashMap<>();

    private record Texts(CqlSession session, Map<String, PreparedStatement> statements) {

        BoundStatement bind(String text, Object... values) {
            return statements.get(text).bind(values);
        }
    }

    MemoryTable(CassandraSession session, Duration keep, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.ttl = (int) keep.toSeconds();
    }

    /** Reads all there is. What is there without consent is deleted on the way. */
    CompletionStage<Remembered> read(Whose whose) {
        return rows(whose).thenCompose(rows -> {
            if (rows.orphaned()) {
                return delete(whose, rows).thenApply(done -> Remembered.NOTHING);
            }
            return CompletableFuture.completedStage(rows.remembered());
        });
    }

    /**
     * Reads what there is now, changes it, and reads it again.
     *
     * @param conversation in which it was said
     */
    CompletionStage<Remembered> write(Whose whose, Change change, String conversation) {
        return rows(whose).thenCompose(before -> {
            if (before.consent().isEmpty() && !change.consents()) {
                return before.orphaned() || change.forget().everything()
                        ? delete(whose, before).thenApply(done -> Remembered.NOTHING)
                        : CompletableFuture.completedStage(Remembered.NOTHING);
            }
            return statements(whose.keyspace())
                    .thenCompose(texts -> execute(texts, batch(texts, whose, before, change, conversation)))
                    .thenCompose(done -> read(whose));
        });
    }

    private CompletionStage<Done> delete(Whose whose, MemoryRows before) {
        return statements(whose.keyspace())
                .thenCompose(texts -> execute(
                        texts, texts.bind(DELETE_ALL, whose.subject()).setQueryTimestamp(after(before.newest()))));
    }

    /** One partition, so all of it happens or nothing. */
    private BatchStatement batch(Texts texts, Whose whose, MemoryRows before, Change change, String conversation) {
        var batch = new BatchStatementBuilder(BatchType.UNLOGGED);
        var traveler = whose.subject();
        var now = clock.instant();
        var forget = change.forget();
        if (forget.everything()) {
            batch.addStatement(texts.bind(DELETE_ALL, traveler));
        }
        if (forget.trips()) {
            batch.addStatement(texts.bind(DELETE_KIND, traveler, MemoryRows.TRIP));
        }
        forget.preferences()
                .forEach(it -> batch.addStatement(texts.bind(DELETE, traveler, MemoryRows.PREFERENCE, it.key())));
        if (change.consents() && before.consent().isEmpty()) {
            batch.addStatement(texts.bind(CONSENT, traveler, conversation, now, ttl));
        }
        change.notes()
                .forEach(note -> batch.addStatement(texts.bind(
                        INSERT,
                        traveler,
                        MemoryRows.PREFERENCE,
                        note.preference().key(),
                        note.value(),
                        conversation,
                        now,
                        ttl)));
        change.trips()
                .forEach(trip -> batch.addStatement(texts.bind(
                        INSERT,
                        traveler,
                        MemoryRows.TRIP,
                        trip.reference(),
                        MemoryRows.value(trip),
                        conversation,
                        now,
                        ttl)));
        Stream.concat(change.cancelled().stream(), tooMany(before.trips(), change.trips()))
                .forEach(reference -> batch.addStatement(texts.bind(DELETE, traveler, MemoryRows.TRIP, reference)));
        return batch.setQueryTimestamp(after(before.newest())).build();
    }

    /** The earliest, where there are more than are ever shown. */
    private static Stream<String> tooMany(List<Trip> known, List<Trip> added) {
        return added.isEmpty()
                ? Stream.empty()
                : known.stream()
                        .filter(trip ->
                                added.stream().noneMatch(it -> it.reference().equals(trip.reference())))
                        .sorted(Comparator.comparing(Trip::start).reversed())
                        .skip(Math.max(0, Remembered.MAX_TRIPS - added.size()))
                        .map(Trip::reference);
    }

    private CompletionStage<MemoryRows> rows(Whose whose) {
        return statements(whose.keyspace())
                .thenCompose(texts -> texts.session().executeAsync(limited(texts.bind(SELECT, whose.subject()))))
                .thenCompose(first -> pages(first, new ArrayList<>()))
                .thenApply(MemoryRows::of);
    }

    private static CompletionStage<List<Row>> pages(AsyncResultSet page, List<Row> read) {
        StreamSupport.stream(page.currentPage().spliterator(), false).forEach(read::add);
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> pages(next, read))
                : CompletableFuture.completedStage(read);
    }

    private static <S extends Statement<S>> CompletionStage<Done> execute(Texts texts, S statement) {
        return texts.session().executeAsync(limited(statement)).thenApply(result -> Done.getInstance());
    }

    /** Each bears its own time, so it may be sent again. */
    private static <S extends Statement<S>> S limited(S statement) {
        return statement
                .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
                .setTimeout(LIMIT)
                .setIdempotent(true);
    }

    private long after(long newest) {
        long micros = clock.millis() * 1_000;
        return latest.updateAndGet(last -> Math.max(Math.max(last, newest) + 1, micros));
    }

    private CompletionStage<Texts> statements(String keyspace) {
        var known = prepared.computeIfAbsent(keyspace, this::prepare);
        known.whenComplete((texts, error) -> {
            if (error != null) {
                prepared.remove(keyspace, known); // the schema may be there by the next time
            }
        });
        return known;
    }

    private CompletionStage<Texts> prepare(String keyspace) {
        return session.underlying().thenCompose(cql -> {
            var statements = new ConcurrentHashMap<String, PreparedStatement>();
            var all = Stream.of(SELECT, CONSENT, INSERT, DELETE, DELETE_KIND, DELETE_ALL)
                    .map(text -> cql.prepareAsync(text.formatted(keyspace))
                            .thenAccept(statement -> statements.put(text, statement))
                            .toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(all).thenApply(done -> new Texts(cql, statements));
        });
    }
}
