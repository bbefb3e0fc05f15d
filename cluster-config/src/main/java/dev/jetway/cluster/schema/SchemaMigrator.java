package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.jetway.cluster.CqlSessions;
import dev.jetway.cluster.Placement;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** In every placement's keyspace. */
    private static final List<Migration> PLACED = Migration.placed();

    /** How long data centers that were started together may take to meet. */
    private static final Duration MEETING = Duration.ofSeconds(30);

    private static final Duration AGREEMENT = Duration.ofSeconds(20);
    private static final long MEETING_POLL_MILLIS = 100;

    private final CqlSession session;
    private final Statements cql;
    private final AppliedMigrations applied;
    private final Duration lockExpiry;
    private final Clock clock;

    SchemaMigrator(CqlSession session, List<Migration> migrations, Duration lockExpiry, Clock clock) {
        this.session = session;
        this.cql = new Statements(session);
        this.applied = new AppliedMigrations(cql, "jetway_schema", Migration.inOrder(migrations));
        this.lockExpiry = lockExpiry;
        this.clock = clock;
    }

    public static SchemaMigrator over(CqlSession session) {
        return new SchemaMigrator(session, Migration.shipped(), Duration.ofSeconds(60), Clock.systemUTC());
    }

    /** The keyspaces of Jetway's that a cluster has, those of placements among them. */
    public static List<String> keyspaces(CqlSession session) {
        return new Statements(session)
                        .execute(SimpleStatement.newInstance("SELECT keyspace_name FROM system_schema.keyspaces"))
                        .map(row -> row.getString(0))
                        .all()
                        .stream()
                        .filter(name -> KEYSPACES.contains(name) || Placement.isKeyspace(name))
                        .sorted()
                        .toList();
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
            FOUNDATIONS.forEach(statement -> cql.define(statement.replace("${replication}", replication.toCql())));
            awaitAgreement();
        }
        if (version().isCurrent()) {
            requireReplication(replication);
            return version();
        }
        String owner = owner();
        try (MigrationLock lock = MigrationLock.acquire(session, owner, lockExpiry)) {
            requireReplication(replication);
            for (Migration migration : applied.missing(ConsistencyLevel.QUORUM)) {
                apply(migration, migration.statements(replication), applied, lock, owner);
            }
            awaitAgreement();
        }
        return version();
    }

    /**
     * As {@link #migrate(Replication)}, and the same for the keyspaces of placements.
     *
     * @param placed those that were there before and are not named here stay as they are
     */
    public SchemaVersion migrate(Replication replication, List<PlacedKeyspace> placed) throws InterruptedException {
        SchemaVersion version = migrate(replication);
        List<PlacedKeyspace> behind =
                placed.stream().filter(keyspace -> !isCurrent(keyspace)).toList();
        if (!behind.isEmpty()) {
            String owner = owner();
            try (MigrationLock lock = MigrationLock.acquire(session, owner, lockExpiry)) {
                for (PlacedKeyspace keyspace : behind) {
                    migrate(keyspace, lock, owner);
                }
                awaitAgreement();
            }
        }
        return version;
    }

    private boolean isCurrent(PlacedKeyspace keyspace) {
        Optional<Replication> found = replication(keyspace.name());
        found.ifPresent(replication -> requireReplication(keyspace.name(), replication, keyspace.replication()));
        return found.isPresent()
                && hasMigrations(keyspace)
                && history(keyspace).missing(ConsistencyLevel.QUORUM).isEmpty();
    }

    private boolean hasMigrations(PlacedKeyspace keyspace) {
        return cql.execute(SimpleStatement.newInstance(
                                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'migrations'",
                                keyspace.name()))
                        .one()
                != null;
    }

    private AppliedMigrations history(PlacedKeyspace keyspace) {
        return new AppliedMigrations(cql, keyspace.name(), PLACED);
    }

    private void migrate(PlacedKeyspace keyspace, MigrationLock lock, String owner) throws InterruptedException {
        lock.renew();
        cql.define("CREATE KEYSPACE IF NOT EXISTS " + keyspace.name() + " WITH replication = "
                + keyspace.replication().toCql());
        AppliedMigrations history = history(keyspace);
        cql.define(history.createTable());
        awaitAgreement(); // the data center that is asked may have none of it
        for (Migration migration : history.missing(ConsistencyLevel.QUORUM)) {
            apply(migration, migration.statements(keyspace), history, lock, owner);
        }
    }

    private static String owner() {
        return ProcessHandle.current().pid() + "-" + UUID.randomUUID();
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
        UUID newest = cql.execute(SimpleStatement.newInstance("SELECT schema_version FROM system.local"))
                .one()
                .getUuid("schema_version");
        return versions.values().stream().allMatch(nodes -> 2 * Collections.frequency(nodes, newest) > nodes.size());
    }

    /** By data center, the versions of the schema its nodes have; those that have not yet said theirs do not count. */
    private SortedMap<String, List<UUID>> versions() {
        SortedMap<String, List<UUID>> versions = new TreeMap<>();
        for (String table : List.of("system.local", "system.peers_v2")) {
            cql.execute(SimpleStatement.newInstance("SELECT data_center, schema_version FROM " + table)).all().stream()
                    .filter(row -> !row.isNull("data_center") && !row.isNull("schema_version"))
                    .forEach(row -> versions.computeIfAbsent(row.getString("data_center"), name -> new ArrayList<>())
                            .add(row.getUuid("schema_version")));
        }
        return versions;
    }

    /** What is applied, and what this version of Jetway needs. */
    public SchemaVersion version() {
        return foundationsExist()
                ? applied.version(ConsistencyLevel.LOCAL_QUORUM)
                : new SchemaVersion(0, applied.known().size());
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
     * Sets the replication of every keyspace of Jetway's but those of placements, for a data center that was added or
     * is to be removed. Existing rows do not move by themselves: run {@code nodetool rebuild} (in a new data
     * center) or {@code nodetool repair} afterwards.
     */
    public void replicate(Replication replication) {
        for (String keyspace : replications().keySet()) {
            cql.define("ALTER KEYSPACE " + keyspace + " WITH replication = " + replication.toCql());
        }
    }

    /**
     * Sets how many copies the data centers of placements keep.
     *
     * @throws SchemaException when one is in other data centers: what it has may not leave them
     */
    public void replicate(List<PlacedKeyspace> placed) {
        for (PlacedKeyspace keyspace : placed) {
            replication(keyspace.name()).ifPresent(found -> {
                if (!found.factors()
                        .keySet()
                        .equals(keyspace.replication().factors().keySet())) {
                    throw new SchemaException("Placement " + keyspace.placement() + " is in the data centers "
                            + found.factors().keySet() + ", and stays there. Name another placement for others.");
                }
                cql.define("ALTER KEYSPACE " + keyspace.name() + " WITH replication = "
                        + keyspace.replication().toCql());
            });
        }
    }

    private void apply(
            Migration migration, List<String> statements, AppliedMigrations history, MigrationLock lock, String owner) {
        LOG.info("Applying {} in {}", migration.name(), history.keyspace());
        for (String statement : statements) {
            lock.renew();
            cql.define(statement);
        }
        lock.renew();
        history.add(migration, Instant.now(clock), owner);
    }

    private boolean foundationsExist() {
        long tables = cql.execute(SimpleStatement.newInstance(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'jetway_schema'"))
                .all()
                .size();
        return tables >= FOUNDATIONS.size() - 1;
    }

    private void requireReplication(Replication asked) {
        replications().forEach((keyspace, found) -> requireReplication(keyspace, found, asked));
    }

    private static void requireReplication(String keyspace, Replication found, Replication asked) {
        if (!found.equals(asked)) {
            throw new SchemaException("Keyspace " + keyspace + " is replicated as " + found + ", not as " + asked
                    + ". Ask for what it has, or change it on purpose with " + MigrateSchema.COMMAND
                    + " and --change-replication.");
        }
    }

    private SortedMap<String, Replication> replications() {
        SortedMap<String, Replication> found = new TreeMap<>();
        KEYSPACES.forEach(keyspace -> replication(keyspace).ifPresent(replication -> found.put(keyspace, replication)));
        return found;
    }

    private Optional<Replication> replication(String keyspace) {
        Row row = cql.execute(SimpleStatement.newInstance(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace))
                .one();
        return Optional.ofNullable(row)
                .map(it -> it.getMap("replication", String.class, String.class))
                .map(Replication::stored);
    }
}
