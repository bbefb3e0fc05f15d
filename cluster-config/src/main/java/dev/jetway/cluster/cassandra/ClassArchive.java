package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cassandra's classes as the JVM keeps them in memory (class data sharing), which makes the next start
 * about a third shorter.
 *
 * <p>Written when a Cassandra without one ends, under another name first, so that one cut short is never
 * used; kept in the data folder, whose lock guards it too. Other jars or another Java make a new one.
 */
record ClassArchive(Path file, boolean wanted) {

    static ClassArchive of(EmbeddedCassandraSettings settings, JavaRuntime java) throws IOException {
        List<String> jars = jars(settings.libraries());
        String key = java.version() + "-" + Integer.toHexString(jars.hashCode());
        ClassArchive archive = new ClassArchive(
                settings.data().resolve("classes-" + key + ".jsa"),
                settings.jvm().classArchive() && java.version().feature() >= 17);
        archive.removeOthers(settings.data());
        return archive;
    }

    private static List<String> jars(Path libraries) throws IOException {
        List<String> jars = new ArrayList<>();
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path jar : files.sorted().toList()) {
                    jars.add(jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
                }
            }
        }
        if (jars.stream().noneMatch(jar -> jar.contains("cassandra-all-"))) {
            throw new CassandraStartException(
                    Reason.LIBRARIES_MISSING,
                    "Cassandra's jars are not in " + libraries + ". Build them with: mvn -pl cluster-config/cassandra "
                            + "package. Or set " + EmbeddedCassandraSettings.PATH
                            + ".libraries to the folder they are in.");
        }
        return jars;
    }

    private void removeOthers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path other : files.toList()) {
                if (other.getFileName().toString().startsWith("classes-") && !other.equals(file)) {
                    Files.delete(other);
                }
            }
        }
    }

    private Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    List<String> options() {
        if (!wanted) {
            return List.of();
        }
        return List.of(
                Files.exists(file) ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + unfinished());
    }

    /** To be called when the process has ended by itself, and so has written all of it. */
    void keep() throws IOException {
        if (Files.exists(unfinished())) {
            Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
