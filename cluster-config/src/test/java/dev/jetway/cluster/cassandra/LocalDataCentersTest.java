package dev.jetway.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDataCentersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private LocalDataCenters plan(String... names) {
        return LocalDataCenters.in(
                folder, new TreeSet<>(List.of(names)), SharedCassandra.settings(folder, Map.of("heap-max", "256 MiB")));
    }

    @Test
    void eachHasAnAddressOfItsOwnAndKeepsItsPorts() {
        var first = plan("us", "eu").nodes();

        assertThat(first.get("eu").listen().address()).isEqualTo("127.0.0.1");
        assertThat(first.get("us").listen().address()).isEqualTo("127.0.0.2");
        int storage = first.get("eu").listen().storagePort();
        assertThat(first.values())
                .extracting(node -> node.identity().seeds())
                .containsOnly(List.of("127.0.0.1:" + storage, "127.0.0.2:" + storage));
        assertThat(first.get("us").data()).isEqualTo(folder.resolve("us"));
        assertThat(plan("eu", "us").nodes()).isEqualTo(first);
    }

    @Test
    void aFolderOfOtherDataCentersIsRefused() {
        plan("eu", "us");

        assertThatThrownBy(() -> plan("ap", "eu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(folder.toString(), "eu, us", "not of ap, eu", "another folder");
        assertThatThrownBy(() -> plan("eu")).hasMessageContaining("2 to 9");
    }

    @Test
    void twoStartTogetherAndTheOneThatWasKilledGetsBackWhatItLost() throws Exception {
        Map<String, EmbeddedCassandra> running = new TreeMap<>(start(plan("eu", "us")));
        try {
            EmbeddedCassandra eu = running.get("eu");
            Replication both = Replication.parse("eu=1,us=1");
            // Asked for where none of it will be.
            SchemaMigrator.over(running.get("us").session())
                    .migrate(both, List.of(PlacedKeyspace.parse("eu-only=eu", both)));
            SchemaMigrator.over(eu.session()).migrate(both, List.of(PlacedKeyspace.parse("eu-only=eu", both)));
            note(eu, "said in eu");
            await(running.get("us"), "said in eu");

            kill(running.get("us"));
            deleteFilesIn(
                    folder.resolve("us/commitlog")); // a disk that is not there any more: no hint brings this back
            EmbeddedCassandra us =
                    EmbeddedCassandra.start(plan("eu", "us").nodes().get("us"));
            running.put("us", us);

            assertThat(us.afterCrash()).isTrue();
            assertThat(eu.afterCrash()).isFalse();
            assertThat(notes(us)).isEmpty();
            us.repair(PATIENCE);
            assertThat(notes(us)).containsExactly("said in eu");
        } finally {
            running.values().forEach(EmbeddedCassandra::close);
        }
    }

    private static void deleteFilesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static Map<String, EmbeddedCassandra> start(LocalDataCenters plan) {
        Map<String, CompletableFuture<EmbeddedCassandra>> starting = new TreeMap<>();
        plan.nodes()
                .forEach(
                        (name, settings) -> starting.put(name, CompletableFuture.supplyAsync(() -> started(settings))));
        Map<String, EmbeddedCassandra> running = new TreeMap<>();
        starting.forEach((name, node) -> running.put(name, node.join()));
        return running;
    }

    private static EmbeddedCassandra started(EmbeddedCassandraSettings settings) {
        try {
            return EmbeddedCassandra.start(settings);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static void note(EmbeddedCassandra node, String id) {
        node.session()
                .execute(SimpleStatement.newInstance(
                                "INSERT INTO jetway.all_persistence_ids (persistence_id) VALUES (?)", id)
                        .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM));
    }

    /** What the node's own data center has. */
    private static List<String> notes(EmbeddedCassandra node) {
        return node
                .session()
                .execute(SimpleStatement.newInstance("SELECT persistence_id FROM jetway.all_persistence_ids")
                        .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM))
                .all()
                .stream()
                .map(row -> row.getString("persistence_id"))
                .toList();
    }

    private static void await(EmbeddedCassandra node, String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!notes(node).contains(id)) {
            assertThat(System.nanoTime()).as("\"%s\" arrives", id).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static void kill(EmbeddedCassandra node) throws Exception {
        ProcessHandle process = ProcessHandle.of(node.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        node.close();
    }
}
