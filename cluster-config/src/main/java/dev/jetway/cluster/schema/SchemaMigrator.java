package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.jetway.cluster.CqlSessions;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a Cassandra cluster to the schema this version of Jetway needs, and checks that it is there.
 *
 * <p>Migrating is safe to repeat, to interrupt and to start from several places at once: one runner
 * works, the others wait for it and then find nothing left to do. Every data center has to be up.
 */
public final class SchemaMigrator {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);

    /** Every keyspace of Jetway's. */
    static final List<String> KEYSPACES = List.of("jetway_schema", "jetway", "jetway_snapshot");

    // Fixed ids: two runners that create a table at the same moment must not create two.
    private static final List<String> FOUNDATIONS = List.of(
            "CREATE KEYSPACE IF NOT EXISTS jetway_schema WITH replication = ${replication}",
            "CREATE TABLE IF NOT EXISTS jetway_schema.migration_lock (name text PRIMARY KEY, owner text)"
                    + " WITH ID = 6a657477-6179-1000-8000-000000000001",
            "CREATE TABLE IF NOT EXISTS jetway_schema.migrations (version int PRIMARY KEY, name text, checksum text,"
                    + " applied_at timestamp, applied_by text)"
                    + " WITH ID = 6a657477-6179-1000-8000-000000000002");

    /** How long data centers that were started together may take to meet. */
    private static final Duration MEETING = Duration.ofSeconds(30);

    private static final Duration AGREEMENT = Duration.ofSeconds(20);
    private static final long MEETING_POLL_MILLIS = 100;

    private final CqlSession session;
    private final List<Migration> migrations;
    private final Duration lockExpiry;
    private final Clock clock;

    SchemaMigrator(CqlSession session, List<Migration> migrations, Duration lockExpiry, Clock clock) {
        this.session = session;
        this.migrations = Migration.inOrder(migrations);
        this.lockExpiry = lockExpiry;
        this.clock = clock;
    }

    public static SchemaMigrator over(CqlSession session) {
        return new SchemaMigrator(session, Migration.shipped(), Duration.ofSeconds(60), Clock.systemUTC());
    }

    /** The keyspaces of Jetway's that a cluster has. */
    public static List<String> keyspaces(CqlSession session) {
        return List.copyOf(over(session).replications().keySet());
    }

    /** Connects, migrates, and disconnects. */
    public static SchemaVersion migrate(InetSocketAddress contactPoint, String dataCenter, Replication replication)
            throws InterruptedException {
        try (CqlSession session = CqlSessions.open(List.of(contactPoint), dataCenter)) {
            return over(session).migrate(replication);
        }
    }

    /**
     * Applies what is missing. Blocks.
     *
     * @param replication for keyspaces that do not exist yet; those that do must have it already
     * @throws SchemaException when a migration that was applied has changed since, when the cluster is
     *     newer than this version, when keyspaces are replicated otherwise, or when a data center is down
     */
    public SchemaVersion migrate(Replication replication) throws InterruptedException {
        // Only the first start, or an interrupted one, finds no table to lock.
        if (!foundationsExist()) {
            awaitDataCenters(replication);
            FOUNDATIONS.forEach(statement -> define(statement.replace("${replication}", replication.toCql())));
            awaitAgreement();
        }
        if (version().isCurrent()) {
            requireReplication(replication);
            return version();
        }
        String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        try (MigrationLock lock = MigrationLock.acquire(session, owner, lockExpiry)) {
            requireReplication(replication);
            SortedMap<Integer, Applied> applied = applied(ConsistencyLevel.QUORUM);
            check(applied);
            for (Migration migration : migrations) {
                if (!applied.containsKey(migration.version())) {
                    apply(migration, replication, lock, owner);
                }
            }
            awaitAgreement();
        }
        return version();
    }

    /** Cassandra refuses a keyspace in a data center it has not heard of, and nodes meet a moment after their start. */
    private void awaitDataCenters(Replication replication) throws InterruptedException {
        long deadline = System.nanoTime() + MEETING.toNanos();
        Set<String> missing = new TreeSet<>(replication.factors().keySet());
        missing.removeAll(dataCenters());
        while (!missing.isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new SchemaException("Nothing is seen of data center " + String.join(", ", missing)
                        + ". See that it is up (nodetool status), and that the name is right.");
            }
            TimeUnit.MILLISECONDS.sleep(MEETING_POLL_MILLIS);
            missing.removeAll(dataCenters());
        }
    }

    private Set<String> dataCenters() {
        return versions().keySet();
    }

    /** The driver's own check leaves out nodes it has no connection to, and these are all of another data center. */
    private void awaitAgreement() throws InterruptedException {
        long deadline = System.nanoTime() + AGREEMENT.toNanos();
        while (!agreed(versions())) {
            if (System.nanoTime() - deadline >= 0) {
                throw new SchemaException("The data centers " + String.join(", ", dataCenters())
                        + " did not agree on the schema within " + AGREEMENT.toSeconds()
                        + " s. See that all of them are up (nodetool describecluster), then run it again.");
            }
            TimeUnit.MILLISECONDS.sleep(MEETING_POLL_MILLIS);
        }
    }

    /** Whether most nodes of each data center have the newest schema; a node that is down need not hold it up. */
    private boolean agreed(SortedMap<String, List<UUID>> versions) {
        UUID newest = execute(SimpleStatement.newInstance("SELECT schema_version FROM system.local"))
                .one()
                .getUuid("schema_version");
        return versions.values().stream().allMatch(nodes -> 2 * Collections.frequency(nodes, newest) > nodes.size());
    }

    /** By data center, the versions of the schema its nodes have; those that have not yet said theirs do not count. */
    private SortedMap<String, List<UUID>> versions() {
        SortedMap<String, List<UUID>> versions = new TreeMap<>();
        for (String table : List.of("system.local", "system.peers_v2")) {
            execute(SimpleStatement.newInstance("SELECT data_center, schema_version FROM " + table)).all().stream()
                    .filter(row -> !row.isNull("data_center") && !row.isNull("schema_version"))
                    .forEach(row -> versions.computeIfAbsent(row.getString("data_center"), name -> new ArrayList<>())
                            .add(row.getUuid("schema_version")));
        }
        return versions;
    }

    /** What is applied, and what this version of Jetway needs. */
    public SchemaVersion version() {
        SortedMap<Integer, Applied> applied =
                foundationsExist() ? applied(ConsistencyLevel.LOCAL_QUORUM) : new TreeMap<>();
        check(applied);
        return new SchemaVersion(applied.isEmpty() ? 0 : applied.lastKey(), migrations.size());
    }

    /**
     * For a node's start: returns if the schema is there, needing only the own data center.
     *
     * @throws SchemaException with the command to run if it is not
     */
    public void verify() {
        SchemaVersion version = version();
        if (!version.isCurrent()) {
            throw new SchemaException("The schema is at version " + version.found() + ", and this version of Jetway "
                    + "needs " + version.needed() + ". Bring it there with " + MigrateSchema.COMMAND + ".");
        }
    }

    /**
     * Sets the replication of every keyspace of Jetway's, for a data center that was added or is to be
     * removed. Existing rows do not move by themselves: run {@code nodetool rebuild} (in a new data
     * center) or {@code nodetool repair} afterwards.
     */
    public void replicate(Replication replication) {
        for (String keyspace : replications().keySet()) {
            define("ALTER KEYSPACE " + keyspace + " WITH replication = " + replication.toCql());
        }
    }

    private record Applied(String name, String checksum) {}

    private SortedMap<Integer, Applied> applied(ConsistencyLevel consistency) {
        SortedMap<Integer, Applied> applied = new TreeMap<>();
        for (Row row :
                execute(SimpleStatement.newInstance("SELECT version, name, checksum FROM jetway_schema.migrations")
                        .setConsistencyLevel(consistency))) {
            applied.put(row.getInt("version"), new Applied(row.getString("name"), row.getString("checksum")));
        }
        return applied;
    }

    private void check(SortedMap<Integer, Applied> applied) {
        applied.forEach((version, found) -> {
            if (version > migrations.size()) {
                throw new SchemaException("The schema is at version " + applied.lastKey() + ", and this version of "
                        + "Jetway knows versions up to " + migrations.size() + ". Run a newer Jetway.");
            }
            Migration own = migrations.get(version - 1);
            if (!own.checksum().equals(found.checksum())) {
                throw new SchemaException("Migration " + own.name() + " has changed since it was applied (as "
                        + found.name() + ", checksum " + found.checksum() + ", now " + own.checksum()
                        + "). An applied migration is never edited: restore it, and put the change into a new one.");
            }
        });
    }

    private void apply(Migration migration, Replication replication, MigrationLock lock, String owner) {
        LOG.info("Applying {}", migration.name());
        for (String statement : migration.statements(replication)) {
            lock.renew();
            define(statement);
        }
        lock.renew();
        // Every data center, so that a node may later ask its own one alone.
        execute(SimpleStatement.newInstance(
                        "INSERT INTO jetway_schema.migrations (version, name, checksum, applied_at, applied_by)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        migration.version(),
                        migration.name(),
                        migration.checksum(),
                        Instant.now(clock),
                        owner)
                .setConsistencyLevel(ConsistencyLevel.EACH_QUORUM));
    }

    private void define(String statement) {
        ResultSet result = execute(SimpleStatement.newInstance(statement));
        if (!result.getExecutionInfo().isSchemaInAgreement()) {
            throw new SchemaException("The Cassandra nodes did not agree on the schema in time after: "
                    + firstLine(statement) + ". See that all of them are up (nodetool describecluster), then run it "
                    + "again.");
        }
    }

    private ResultSet execute(SimpleStatement statement) {
        try {
            return session.execute(statement);
        } catch (DriverException e) {
            throw new SchemaException(
                    "Cassandra refused \"" + firstLine(statement.getQuery()) + "\": " + e.getMessage()
                            + ". What was applied so far stays; run it again when the cause is gone.",
                    e);
        }
    }

    private static String firstLine(String statement) {
        return statement.lines().findFirst().orElse(statement);
    }

    private boolean foundationsExist() {
        long tables = execute(SimpleStatement.newInstance(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'jetway_schema'"))
                .all()
                .size();
        return tables >= FOUNDATIONS.size() - 1;
    }

    private void requireReplication(Replication asked) {
        replications().forEach((keyspace, found) -> {
            if (!found.equals(asked)) {
                throw new SchemaException("Keyspace " + keyspace + " is replicated as " + found + ", not as " + asked
                        + ". Ask for what it has, or change it on purpose with " + MigrateSchema.COMMAND
                        + " and --change-replication.");
            }
        });
    }

    private SortedMap<String, Replication> replications() {
        SortedMap<String, Replication> found = new TreeMap<>();
        for (String keyspace : KEYSPACES) {
            Row row = execute(SimpleStatement.newInstance(
                            "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace))
                    .one();
            if (row != null) {
                Map<String, String> replication = row.getMap("replication", String.class, String.class);
                found.put(keyspace, Replication.stored(replication == null ? Map.of() : replication));
            }
        }
        return found;
    }
}
