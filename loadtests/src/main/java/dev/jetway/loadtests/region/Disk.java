package dev.jetway.loadtests.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a Cassandra that was stopped in good order has left in its data folder. */
final class Disk {

    private Disk() {}

    /** The bytes of all tables but Cassandra's own; the commit log does not count. */
    static long bytes(Path cassandra) throws IOException {
        long sum = 0;
        try (var keyspaces = Files.newDirectoryStream(cassandra.resolve("data"))) {
            for (var keyspace : keyspaces) {
                if (!keyspace.getFileName().toString().startsWith("system")) {
                    sum += below(keyspace);
                }
            }
        }
        return sum;
    }

    private static long below(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Disk::size).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
