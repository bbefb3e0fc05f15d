package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** The data folder of one embedded Cassandra, and the configuration written into it at each start. */
record CassandraFiles(Path folder) {

    static CassandraFiles in(EmbeddedCassandraSettings settings) {
        Path folder = settings.data();
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.createDirectories(folder.resolve("logs"));
            requireSpace(folder, settings.limits().minFreeDiskBytes());
        } catch (IOException e) {
            throw new CassandraStartException(
                    Reason.DATA_FOLDER_UNUSABLE,
                    "The data folder " + folder + " cannot be used (" + e + "). Choose another one with "
                            + EmbeddedCassandraSettings.PATH + ".data.",
                    e);
        }
        return new CassandraFiles(folder);
    }

    private static void requireSpace(Path folder, long required) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long free = store.getUsableSpace();
        if (free < required) {
            throw new CassandraStartException(
                    Reason.DISK_FULL,
                    "Only " + (free >> 20) + " MiB are free on " + store.name() + " where " + folder + " lies, and "
                            + (required >> 20) + " MiB are asked for. Make room, or set "
                            + EmbeddedCassandraSettings.PATH + ".data to another disk.");
        }
    }

    void writeConfiguration(EmbeddedCassandraSettings settings, Ports ports) throws IOException {
        String own = settings.listen().address() + ":" + ports.storage();
        List<String> seeds = settings.identity().seeds();
        Map<String, String> values = Map.of(
                "cluster", settings.identity().cluster(),
                "address", settings.listen().address(),
                "cqlPort", Integer.toString(ports.cql()),
                "storagePort", Integer.toString(ports.storage()),
                "seeds", seeds.isEmpty() ? own : String.join(",", seeds),
                "tokens", tokens(settings.identity()),
                "folder", folder.toString());
        Files.writeString(yaml(), fill("cassandra.yaml", values));
        Files.writeString(logback(), fill("logback.xml", values));
        Files.writeString(rack(), "dc=" + settings.identity().dataCenter() + "\nrack=r1\n");
    }

    /**
     * A node with others to meet says itself where in the ring it is. Two that start at the same moment would
     * otherwise choose without knowing of each other, and one owns the whole of its data center anyway.
     */
    private static String tokens(Identity identity) {
        if (identity.seeds().isEmpty()) {
            return "num_tokens: 4\nallocate_tokens_for_local_replication_factor: 1";
        }
        long token = UUID.nameUUIDFromBytes(identity.dataCenter().getBytes(StandardCharsets.UTF_8))
                .getLeastSignificantBits();
        return "num_tokens: 1\ninitial_token: \"" + token + "\"";
    }

    private static String fill(String template, Map<String, String> values) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CassandraFiles.class.getResourceAsStream("/cassandra/" + template), template)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return text;
        }
    }

    Path yaml() {
        return folder.resolve("conf/cassandra.yaml");
    }

    Path logback() {
        return folder.resolve("conf/logback.xml");
    }

    Path rack() {
        return folder.resolve("conf/cassandra-rackdc.properties");
    }

    /** What the process prints; empty as long as all is well. */
    Path output() {
        return folder.resolve("logs/output.log");
    }

    private Path systemLog() {
        return folder.resolve("logs/system.log");
    }

    /** The last lines that tell why a Cassandra ended: its complaints, or failing these, whatever came last. */
    String lastWords(int limit) {
        List<String> lines = new ArrayList<>(linesOf(systemLog()));
        lines.removeIf(line -> !line.contains(" ERROR "));
        lines.addAll(linesOf(output()));
        if (lines.isEmpty()) {
            lines.addAll(linesOf(systemLog()));
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }

    private static List<String> linesOf(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (IOException e) {
            return List.of("(" + file + " could not be read: " + e.getMessage() + ")");
        }
    }
}
