package dev.jetway.runtime.cli.up;

import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import dev.jetway.cluster.schema.SchemaVersion;
import dev.jetway.runtime.cli.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Where the data centers of one machine wait for each other: the schema comes when all of them are up. Safe for
 * use by several threads.
 */
final class Meeting {
    private static final Duration REPAIR = Duration.ofSeconds(120);

    private final CountDownLatch missing;
    private final Duration limit;
    private final Replication replication;
    private final List<PlacedKeyspace> placed;
    private final BiConsumer<String, String> progress;
    private boolean told;

    /** @param placed what has to stay in some of the data centers */
    Meeting(
            Collection<String> dataCenters,
            List<PlacedKeyspace> placed,
            Duration limit,
            BiConsumer<String, String> progress) {
        this.missing = new CountDownLatch(dataCenters.size());
        this.limit = limit;
        this.progress = progress;
        this.replication = Plan.oneCopyIn(dataCenters);
        this.placed = placed;
    }

    /**
     * Blocks until all are there, the schema is current, and this one, if it had crashed, has what it missed.
     *
     * @throws Failure when the others do not come in time
     */
    void attend(EmbeddedCassandra cassandra) throws InterruptedException {
        missing.countDown();
        if (!missing.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Failure("Cassandra of %s waited %d s for the other data centers."
                    .formatted(cassandra.dataCenter(), limit.toSeconds()));
        }
        migrate(cassandra);
        if (cassandra.afterCrash() && replication.factors().size() > 1) {
            cassandra.repair(REPAIR);
            progress.accept("repair " + cassandra.dataCenter(), "equal to the others again");
        }
    }

    /** One after the other: whoever comes first does the work. */
    private synchronized void migrate(EmbeddedCassandra cassandra) throws InterruptedException {
        SchemaVersion schema = SchemaMigrator.over(cassandra.session()).migrate(replication, placed);
        if (!told) {
            told = true;
            progress.accept("schema", "version " + schema.found());
        }
    }
}
