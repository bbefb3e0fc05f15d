package dev.jetway.runtime.coordination;

import akka.Done;
import akka.NotUsed;
import akka.stream.Materializer;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The table of turns under way in one region. Rows are never deleted: they are marked as ended, and
 * expire by themselves, a day later.
 */
final class OpenTurns {

    /** Turns that began within the same time are in one partition. */
    private static final long SLOT_MILLIS = 10 * 60_000;

    private static final long DAY_MILLIS = 24 * 60 * 60_000;
    private static final int BATCH = 64;
    private static final int PARALLEL = 4;

    private static final String EVERYWHERE = "jetway";
    private static final String INSERT =
            "INSERT INTO %s.open_turns (region, slot, conversation, turn, ended) VALUES (?, ?, ?, ?, ?)";
    private static final String SELECT =
            "SELECT conversation, turn, ended FROM %s.open_turns WHERE region = ? AND slot IN ?";
    /** Two hours to a query, and a few queries at a time: one for every slot took a cold node seconds. */
    private static final int SLOTS_READ = 12;

    record Note(long slot, String conversation, String turn, boolean ended) {}

    private final CassandraSession session;
    private final Materializer materializer;
    private final String region;
    private final List<String> keyspaces;

    /** @param placements of this region: turns of what has to stay in some regions are noted there only */
    OpenTurns(CassandraSession session, Materializer materializer, String region, List<Placement> placements) {
        this.session = session;
        this.materializer = materializer;
        this.region = region;
        this.keyspaces = Stream.concat(
                        Stream.of(EVERYWHERE), placements.stream().map(Placement::keyspace))
                .toList();
    }

    static String keyspace(String conversation) {
        var placement = ConversationId.placementIn(conversation);
        return placement.equals(Placement.EVERYWHERE) ? EVERYWHERE : Placement.keyspace(placement);
    }

    static long slot(long millis) {
        return millis / SLOT_MILLIS;
    }

    CompletionStage<Done> write(List<Note> notes) {
        var byKeyspace = notes.stream().collect(Collectors.groupingBy(note -> keyspace(note.conversation())));
        return Source.from(byKeyspace.entrySet())
                .mapAsync(PARALLEL, entry -> write(entry.getKey(), entry.getValue()))
                .runWith(Sink.ignore(), materializer);
    }

    private CompletionStage<Done> write(String keyspace, List<Note> notes) {
        return session.prepare(INSERT.formatted(keyspace))
                .thenCompose(insert -> Source.from(batches(notes, insert))
                        .mapAsync(PARALLEL, session::executeWriteBatch)
                        .runWith(Sink.ignore(), materializer));
    }

    private List<BatchStatement> batches(List<Note> notes, PreparedStatement insert) {
        var bySlot = new TreeMap<Long, List<Note>>();
        notes.forEach(note ->
                bySlot.computeIfAbsent(note.slot(), slot -> new ArrayList<>()).add(note));
        var batches = new ArrayList<BatchStatement>();
        for (Map.Entry<Long, List<Note>> entry : bySlot.entrySet()) {
            for (int start = 0; start < entry.getValue().size(); start += BATCH) {
                var end = Math.min(start + BATCH, entry.getValue().size());
                var batch = new BatchStatementBuilder(BatchType.UNLOGGED);
                entry.getValue()
                        .subList(start, end)
                        .forEach(note -> batch.addStatement(
                                insert.bind(region, note.slot(), note.conversation(), note.turn(), note.ended())));
                batches.add(batch.build());
            }
        }
        return batches;
    }

    /** As {@link #unfinished(String, long)}, of this region. */
    Source<String, NotUsed> unfinished(long now) {
        return unfinished(region, now);
    }

    /**
     * The conversations with a turn that a region began within the last day and has not ended, the latest about
     * first; one with several such turns comes several times.
     */
    Source<String, NotUsed> unfinished(String begunIn, long now) {
        var slots = LongStream.iterate(slot(now), slot -> slot >= slot(now - DAY_MILLIS), slot -> slot - 1)
                .boxed()
                .toList();
        return Source.from(keyspaces)
                .map(SELECT::formatted)
                .flatMapConcat(select -> Source.from(slots)
                        .grouped(SLOTS_READ)
                        .flatMapMerge(PARALLEL, some -> session.select(select, begunIn, some)))
                .filter(row -> !row.getBoolean("ended"))
                .map(row -> row.getString("conversation"));
    }
}
