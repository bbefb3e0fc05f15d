package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;

/**
 * The row that only one runner of migrations can own, over all data centers.
 *
 * <p>It expires by itself when its owner has died. An owner that was merely asleep for longer than that
 * does no harm either: every statement of a migration may be run twice.
 */
final class MigrationLock implements AutoCloseable {
    private static final String TABLE = "jetway_schema.migration_lock";
    private static final long POLL_MILLIS = 200;

    private final CqlSession session;
    private final String owner;
    private final Duration expiry;

    private MigrationLock(CqlSession session, String owner, Duration expiry) {
        this.session = session;
        this.owner = owner;
        this.expiry = expiry;
    }

    /** Waits for the lock for at most twice its expiry, after which a dead owner's lock would be gone. */
    static MigrationLock acquire(CqlSession session, String owner, Duration expiry) throws InterruptedException {
        MigrationLock lock = new MigrationLock(session, owner, expiry);
        long deadline = System.nanoTime() + 2 * expiry.toNanos();
        String holder = lock.tryAcquire();
        while (!holder.equals(owner)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new SchemaException("The schema is being migrated by " + holder + " since more than "
                        + 2 * expiry.toSeconds() + " s. Try again when it has finished.");
            }
            Thread.sleep(POLL_MILLIS);
            holder = lock.tryAcquire();
        }
        return lock;
    }

    /** Who owns the lock after the attempt. */
    private String tryAcquire() {
        Row row = conditional(
                "INSERT INTO " + TABLE + " (name, owner) VALUES ('schema', ?) IF NOT EXISTS USING TTL "
                        + expiry.toSeconds(),
                owner);
        return row.getBoolean("[applied]") || row.isNull("owner") ? owner : row.getString("owner");
    }

    /** Tells the others that the owner is alive; to be called between statements. */
    void renew() {
        Row row = conditional(
                "UPDATE " + TABLE + " USING TTL " + expiry.toSeconds() + " SET owner = ? WHERE name = 'schema' "
                        + "IF owner = ?",
                owner,
                owner);
        if (!row.getBoolean("[applied]")) {
            throw new SchemaException("Another runner took over the migration, as this one (" + owner
                    + ") was silent for too long. Run it again.");
        }
    }

    private Row conditional(String cql, Object... values) {
        try {
            return session.execute(SimpleStatement.newInstance(cql, values)
                            .setConsistencyLevel(ConsistencyLevel.QUORUM)
                            .setSerialConsistencyLevel(ConsistencyLevel.SERIAL))
                    .one();
        } catch (DriverException e) {
            throw new SchemaException(
                    "The migration lock needs a quorum of all data centers, and did not get it: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        conditional("DELETE FROM " + TABLE + " WHERE name = 'schema' IF owner = ?", owner);
    }
}
