package dev.jetway.runtime.e2e;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.jetway.cluster.schema.SchemaMigrator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Two travelers of whom nobody has heard before, one of whom has to stay, and what they leave behind in a region. */
final class Traces {

    final String resident = "res" + word() + "@bank";
    final String residentWord = "stay" + word();
    final String everywhere = "all" + word();
    final String everywhereWord = "roam" + word();

    private static String word() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 62);
    }

    /** What can be found of both: what they said, who they are, also as ids have it, and what was booked. */
    List<String> all(String booking) {
        var all = new ArrayList<>(ofWhoIsEverywhere());
        all.addAll(List.of(residentWord, "dev:" + resident, id(resident), booking));
        return all;
    }

    List<String> ofWhoIsEverywhere() {
        return List.of(everywhereWord, "dev:" + everywhere, id(everywhere));
    }

    private static String id(String traveler) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("dev:" + traveler).getBytes(StandardCharsets.UTF_8));
    }

    List<String> found(List<Path> files, String booking) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            var text = read(file);
            all(booking).stream().filter(text::contains).forEach(found::add);
        }
        return all(booking).stream().filter(found::contains).toList();
    }

    /** Some go while one looks: Cassandra tidies up. */
    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** In the rows that this data center has itself. */
    List<String> found(CqlSession session, String booking) {
        var found = new ArrayList<String>();
        for (var keyspace : SchemaMigrator.keyspaces(session)) {
            if (ofKeyspace(session, keyspace).containsKey(dataCenter(session))) {
                tables(session, keyspace).forEach(table -> {
                    for (var row :
                            session.execute(SimpleStatement.newInstance("SELECT * FROM " + keyspace + "." + table)
                                    .setConsistencyLevel(ConsistencyLevel.LOCAL_ONE))) {
                        var text = row.getFormattedContents();
                        all(booking).stream()
                                .filter(trace -> text.contains(trace) || text.contains(hex(trace)))
                                .forEach(found::add);
                    }
                });
            }
        }
        return all(booking).stream().filter(found::contains).toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> tables(CqlSession session, String keyspace) {
        return session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)
                .map(row -> row.getString(0))
                .all();
    }

    private static String dataCenter(CqlSession session) {
        return session.execute("SELECT data_center FROM system.local").one().getString(0);
    }

    static Map<String, String> ofKeyspace(CqlSession session, String keyspace) {
        return Optional.ofNullable(session.execute(
                                "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace)
                        .one())
                .map(row -> row.getMap("replication", String.class, String.class))
                .orElseThrow();
    }
}
