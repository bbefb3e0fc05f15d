package dev.jetway.cluster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {

    /** What was applied somewhere must never change: add a migration instead of editing this list. */
    @Test
    void theShippedMigrationsAreTheOnesThatWereReleased() {
        assertThat(Migration.shipped())
                .extracting(migration -> migration.name() + " " + migration.checksum())
                .containsExactly(
                        "V001__journal.cql 4cfd3cc10ecd5dd3348e217fdc2d866fa1150546257c87268fddb9579a1f28ff",
                        "V002__snapshots.cql 2aab80bd2df48839b704b03e185ad51f36390fe4feb0f834ff34033314c4ad8e",
                        "V003__open_turns.cql cbdb8fa844503b42f274856a9ab5b1941d5eec47c9796ed73f2eb451fc65217c",
                        "V004__traveler_memory.cql 3a3408ecbe9844a05b6e2b32bfec15ae1eeee213b5291f65d5ee00db230b76b3");
    }

    @Test
    void replicationIsFilledInWithoutTouchingTheChecksum() {
        Migration migration = new Migration(
                "V001__a.cql", "-- a; comment\nCREATE KEYSPACE IF NOT EXISTS a\n WITH replication = ${replication};\n");

        assertThat(migration.statements(Replication.parse("us=2, eu=3")))
                .containsExactly("CREATE KEYSPACE IF NOT EXISTS a\n WITH replication = "
                        + "{'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': 2}");
        assertThat(migration.checksum())
                .isEqualTo(new Migration(migration.name(), migration.text().replace("\n", "\r\n")).checksum());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (a int PRIMARY KEY);",
                "INSERT INTO a (a) VALUES (1);",
                "DROP TABLE a;",
                "ALTER TABLE a ADD b int;"
            })
    void aStatementThatCannotBeRepeatedIsRefused(String statement) {
        assertThatThrownBy(() -> new Migration("V001__a.cql", statement))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be repeated");
    }

    @Test
    void aGapInTheNumbersIsRefused() {
        assertThatThrownBy(() -> Migration.inOrder(List.of(new Migration("V002__a.cql", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("V002__a.cql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu", "eu=", "eu=0", "eu=99", "eu=1,eu=2", "e'u=1", "class=1", "eu=1,"})
    void aReplicationThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> Replication.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--contact-point 127.0.0.1",
                "--contact-point 127.0.0.1:1 --data-center eu",
                "--contact-point 127.0.0.1:1 --data-center eu --replication eu",
                "--contact-point 127.0.0.1:1 --data-center",
                "--status --bogus"
            })
    void aCommandThatMakesNoSenseExplainsItself(String line) throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = MigrateSchema.run(
                line.isEmpty() ? List.of() : List.of(line.split(" ")),
                Map.of(),
                System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage:");
    }
}
