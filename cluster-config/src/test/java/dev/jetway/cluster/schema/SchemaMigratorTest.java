package dev.jetway.cluster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.SharedCassandra;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCassandra.class)
class SchemaMigratorTest {
    private static final Replication ONE = Replication.parse("eu=1");
    private static final int NEWEST = Migration.shipped().size();
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private EmbeddedCassandra cassandra;
    private CqlSession session;

    @BeforeEach
    void connect(SharedCassandra shared) throws Exception {
        cassandra = shared.running();
        session = cassandra.session();
    }

    private void dropEverything() {
        SchemaMigrator.keyspaces(session).forEach(keyspace -> session.execute("DROP KEYSPACE IF EXISTS " + keyspace));
    }

    @Test
    void anEmptyClusterGetsEveryMigrationOnceAndSaysWhen() throws Exception {
        dropEverything();
        assertThat(shipped().version()).isEqualTo(new SchemaVersion(0, NEWEST));
        assertThatThrownBy(() -> shipped().verify())
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("at version 0", "needs " + NEWEST, MigrateSchema.COMMAND);

        assertThat(shipped().migrate(ONE).isCurrent()).isTrue();
        List<Row> first = rows();
        assertThat(shipped().migrate(ONE).isCurrent()).isTrue();

        assertThat(rows()).extracting(row -> row.getInstant("applied_at")).containsOnly(NOW);
        assertThat(rows())
                .extracting(row -> row.getString("applied_by"))
                .isEqualTo(
                        first.stream().map(row -> row.getString("applied_by")).toList());
        assertThat(tables()).contains("messages", "metadata", "all_persistence_ids", "snapshots");
        shipped().verify();
    }

    @Test
    void manyRunnersAtOnceApplyEachMigrationOnce() throws Exception {
        dropEverything();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<SchemaVersion>> runners = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runners.add(pool.submit(() -> shipped().migrate(ONE)));
            }
            for (Future<SchemaVersion> runner : runners) {
                assertThat(runner.get(60, TimeUnit.SECONDS).isCurrent()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(rows()).hasSize(NEWEST);
        assertThat(rows())
                .extracting(row -> row.getString("applied_by"))
                .containsOnly(rows().get(0).getString("applied_by"));
        assertThat(session.execute("SELECT owner FROM jetway_schema.migration_lock")
                        .all())
                .isEmpty();
    }

    @Test
    void anEditedMigrationIsAnErrorAndChangesNothing() throws Exception {
        shipped().migrate(ONE);
        List<Migration> edited = new ArrayList<>(Migration.shipped());
        Migration first = edited.get(0);
        edited.set(
                0,
                new Migration(
                        first.name(),
                        first.text() + "\nCREATE TABLE IF NOT EXISTS jetway.sneaked (a int PRIMARY KEY);\n"));

        assertThatThrownBy(() -> migrator(edited).migrate(ONE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("V001__journal.cql", "has changed since it was applied");
        assertThat(tables()).doesNotContain("sneaked");
    }

    @Test
    void aNewerSchemaIsAnError() throws Exception {
        shipped().migrate(ONE);

        assertThatThrownBy(() -> migrator(Migration.shipped().subList(0, 1)).verify())
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("at version " + NEWEST, "Run a newer Jetway");
    }

    @Test
    void aMigrationThatFailedHalfWayGoesOnWhenTheCauseIsGone() throws Exception {
        List<Migration> migrations = new ArrayList<>(Migration.shipped());
        migrations.add(new Migration(
                "V%03d__extras.cql".formatted(NEWEST + 1),
                "CREATE TABLE IF NOT EXISTS jetway.one (a int PRIMARY KEY);\n"
                        + "CREATE TABLE IF NOT EXISTS jetway_later.two (a int PRIMARY KEY);\n"));

        assertThatThrownBy(() -> migrator(migrations).migrate(ONE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("jetway_later", "run it again");
        assertThat(migrator(migrations).version()).isEqualTo(new SchemaVersion(NEWEST, NEWEST + 1));
        assertThat(tables()).contains("one");

        session.execute("CREATE KEYSPACE jetway_later WITH replication = " + ONE.toCql());
        try {
            assertThat(migrator(migrations).migrate(ONE)).isEqualTo(new SchemaVersion(NEWEST + 1, NEWEST + 1));
        } finally {
            session.execute("DROP KEYSPACE jetway_later");
            session.execute("DROP TABLE jetway.one");
            session.execute("DELETE FROM jetway_schema.migrations WHERE version = " + (NEWEST + 1));
        }
    }

    @Test
    void aRunnerThatDiedWithTheLockIsWaitedForUntilItExpires() throws Exception {
        shipped().migrate(ONE);
        session.execute("DELETE FROM jetway_schema.migrations WHERE version = " + NEWEST);
        session.execute("INSERT INTO jetway_schema.migration_lock (name, owner) VALUES ('schema', 'dead') IF NOT EXISTS"
                + " USING TTL 2");

        assertThat(shipped().migrate(ONE).isCurrent()).isTrue();
    }

    @Test
    void aRunnerThatKeepsTheLockIsNamed() throws Exception {
        shipped().migrate(ONE);
        session.execute("DELETE FROM jetway_schema.migrations WHERE version = " + NEWEST);
        session.execute(
                "INSERT INTO jetway_schema.migration_lock (name, owner) VALUES ('schema', 'busy') IF NOT EXISTS USING TTL 30");

        assertThatThrownBy(
                        () -> new SchemaMigrator(session, Migration.shipped(), Duration.ofSeconds(1), Clock.systemUTC())
                                .migrate(ONE))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("migrated by busy");
        session.execute("DELETE FROM jetway_schema.migration_lock WHERE name = 'schema' IF EXISTS");
    }

    @Test
    void anotherReplicationIsRefusedUnlessAskedFor() throws Exception {
        shipped().migrate(ONE);

        session.execute("ALTER KEYSPACE jetway_snapshot WITH replication = "
                + Replication.parse("eu=2").toCql());

        assertThat(command("--data-center", "eu", "--replication", "eu=1"))
                .isEqualTo(
                        "1 Keyspace jetway_snapshot is replicated as eu=2, not as eu=1. Ask for what it has, or change"
                                + " it on purpose with " + MigrateSchema.COMMAND + " and --change-replication.\n");
        assertThat(command("--data-center", "eu", "--replication", "eu=1", "--change-replication"))
                .isEqualTo("0 Schema version " + NEWEST + ", replicated as eu=1\n");
        assertThat(command("--data-center", "eu", "--replication", "eu=1")).startsWith("0 ");
    }

    @Test
    void theCommandMigratesAndTellsTheStatus() throws Exception {
        shipped().migrate(ONE);
        session.execute("DELETE FROM jetway_schema.migrations WHERE version = " + NEWEST);

        assertThat(command("--data-center", "eu", "--status"))
                .isEqualTo("1 Schema version " + (NEWEST - 1) + ", needed " + NEWEST + "\n");
        assertThat(command("--data-center", "eu", "--replication", "eu=1"))
                .isEqualTo("0 Schema version " + NEWEST + ", replicated as eu=1\n");
        assertThat(command("--data-center", "eu", "--status"))
                .isEqualTo("0 Schema version " + NEWEST + ", needed " + NEWEST + "\n");
    }

    @Test
    void aPlacementHasTheTablesOfAllOthersInAKeyspaceOfItsOwn() throws Exception {
        dropEverything();
        List<PlacedKeyspace> placed = List.of(PlacedKeyspace.parse("eu-only=eu", ONE));

        shipped().migrate(ONE, placed);
        shipped().migrate(ONE, placed);

        for (String table : List.of("messages", "metadata", "all_persistence_ids", "open_turns", "traveler_memory")) {
            assertThat(columns("jetway_placed_eu_only", table))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(columns("jetway", table));
        }
        assertThat(session.execute("SELECT version, applied_at FROM jetway_placed_eu_only.migrations")
                        .all())
                .extracting(row -> row.getInstant("applied_at"))
                .hasSize(Migration.placed().size())
                .containsOnly(NOW);
        assertThat(SchemaMigrator.keyspaces(session)).contains("jetway_placed_eu_only");
    }

    @Test
    void aPlacementStaysInItsDataCenters() throws Exception {
        dropEverything();
        shipped().migrate(ONE, List.of(PlacedKeyspace.parse("eu-only=eu", ONE)));
        Replication both = Replication.parse("eu=1,us=1");

        assertThatThrownBy(() -> shipped().migrate(ONE, List.of(PlacedKeyspace.parse("eu-only=eu,us", both))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("jetway_placed_eu_only", "eu=1", "eu=1,us=1");
        assertThatThrownBy(() -> shipped().replicate(List.of(PlacedKeyspace.parse("eu-only=eu,us", both))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("eu-only", "[eu]", "stays there");
        shipped().replicate(Replication.parse("eu=2"));
        assertThat(replication("jetway_placed_eu_only")).containsEntry("eu", "1");
        shipped().replicate(List.of(new PlacedKeyspace("eu-only", Replication.parse("eu=2"))));
        assertThat(replication("jetway_placed_eu_only")).containsEntry("eu", "2");
        dropEverything();
    }

    @Test
    void thePlacementOfACommandIsCheckedBeforeAnythingIsDone() throws Exception {
        dropEverything();
        assertThat(command("--data-center", "eu", "--replication", "eu=1", "--placement", "eu-only=us"))
                .startsWith("2 Placement eu-only has data center \"us\", which is not one of [eu]\n");
        assertThat(command("--data-center", "eu", "--replication", "eu=1", "--placement", "EU=eu"))
                .startsWith("2 \"EU\" is no name for a placement");
        assertThat(command("--data-center", "eu", "--replication", "eu=1", "--placement", "eu-only"))
                .startsWith("2 \"eu-only\" is not a placement and its data centers, such as eu-only=eu\n");
        assertThat(SchemaMigrator.keyspaces(session)).isEmpty();

        assertThat(command("--data-center", "eu", "--replication", "eu=1", "--placement", "eu-only=eu"))
                .startsWith("0 ");
        assertThat(replication("jetway_placed_eu_only")).containsEntry("eu", "1");
    }

    private List<String> columns(String keyspace, String table) {
        return session.execute(
                        "SELECT column_name, type, kind, position FROM system_schema.columns"
                                + " WHERE keyspace_name = ? AND table_name = ?",
                        keyspace,
                        table)
                .map(row -> row.getFormattedContents())
                .all();
    }

    private Map<String, String> replication(String keyspace) {
        return session.execute("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)
                .one()
                .getMap("replication", String.class, String.class);
    }

    private String command(String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--contact-point", cassandra.address() + ":" + cassandra.cqlPort()));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = MigrateSchema.run(arguments, Map.of(), out, out);
        return exit + " " + bytes.toString(StandardCharsets.UTF_8);
    }

    private SchemaMigrator shipped() {
        return migrator(Migration.shipped());
    }

    private SchemaMigrator migrator(List<Migration> migrations) {
        return new SchemaMigrator(session, migrations, Duration.ofSeconds(10), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<Row> rows() {
        return session.execute("SELECT * FROM jetway_schema.migrations").all();
    }

    private List<String> tables() {
        return session.execute("SELECT keyspace_name, table_name FROM system_schema.tables").all().stream()
                .filter(row -> row.getString("keyspace_name").startsWith("jetway"))
                .map(row -> row.getString("table_name"))
                .toList();
    }
}
