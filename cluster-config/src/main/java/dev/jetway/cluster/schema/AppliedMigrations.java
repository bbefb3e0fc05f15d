package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which migrations were applied, as a table says.
 *
 * @param keyspace that has the table {@code migrations}
 * @param known all that this version of Jetway has for it
 */
record AppliedMigrations(Statements cql, String keyspace, List<Migration> known) {

    private static final String COLUMNS =
            "(version int PRIMARY KEY, name text, checksum text, applied_at timestamp, applied_by text)";

    private record Applied(String name, String checksum) {}

    String createTable() {
        return "CREATE TABLE IF NOT EXISTS " + keyspace + ".migrations " + COLUMNS;
    }

    /** @throws SchemaException when one of them has changed since, or is not known here */
    SchemaVersion version(ConsistencyLevel consistency) {
        SortedMap<Integer, Applied> applied = read(consistency);
        check(applied);
        return new SchemaVersion(applied.isEmpty() ? 0 : applied.lastKey(), known.size());
    }

    /** As {@link #version}; in their order. */
    List<Migration> missing(ConsistencyLevel consistency) {
        SortedMap<Integer, Applied> applied = read(consistency);
        check(applied);
        return known.stream()
                .filter(migration -> !applied.containsKey(migration.version()))
                .toList();
    }

    private SortedMap<Integer, Applied> read(ConsistencyLevel consistency) {
        SortedMap<Integer, Applied> applied = new TreeMap<>();
        for (Row row : cql.execute(
                SimpleStatement.newInstance("SELECT version, name, checksum FROM " + keyspace + ".migrations")
                        .setConsistencyLevel(consistency))) {
            applied.put(row.getInt("version"), new Applied(row.getString("name"), row.getString("checksum")));
        }
        return applied;
    }

    private void check(SortedMap<Integer, Applied> applied) {
        applied.forEach((version, found) -> {
            if (version > known.size()) {
                throw new SchemaException("The schema is at version " + applied.lastKey() + ", and this version of "
                        + "Jetway knows versions up to " + known.size() + ". Run a newer Jetway.");
            }
            Migration own = known.get(version - 1);
            if (!own.checksum().equals(found.checksum())) {
                throw new SchemaException("Migration " + own.name() + " has changed since it was applied (as "
                        + found.name() + ", checksum " + found.checksum() + ", now " + own.checksum()
                        + "). An applied migration is never edited: restore it, and put the change into a new one.");
            }
        });
    }

    /** To every data center that has the keyspace, so that a node may later ask its own one alone. */
    void add(Migration migration, Instant at, String by) {
        cql.execute(SimpleStatement.newInstance(
                        "INSERT INTO " + keyspace + ".migrations (version, name, checksum, applied_at, applied_by)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        migration.version(),
                        migration.name(),
                        migration.checksum(),
                        at,
                        by)
                .setConsistencyLevel(ConsistencyLevel.EACH_QUORUM));
    }
}
