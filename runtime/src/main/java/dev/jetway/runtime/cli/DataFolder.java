package dev.jetway.runtime.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder in which {@code jetway up} keeps what must outlive it: Cassandra's data, bookings, the
 * shared secret, logs.
 */
public record DataFolder(Path path) {

    public static final Path DEFAULT = Path.of(System.getProperty("user.home"), ".jetway");
    private static final int SECRET_BYTES = 32;

    public DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** Held while a process uses the folder; the operating system lets go of it with the process. */
    public record Lock(FileChannel channel, FileLock lock, Path file) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.truncate(0);
            channel.close();
        }
    }

    public Path cassandra() {
        return path.resolve("cassandra");
    }

    /** The databases of several regions; apart from that of a single one, whose data is replicated otherwise. */
    public Path dataCenters() {
        return path.resolve("data-centers");
    }

    /** What the regions of this machine prove with who they are. */
    public Path certificates() {
        return path.resolve("certificates");
    }

    /** Has a folder for each of several regions. */
    public Path regions() {
        return path.resolve("regions");
    }

    /** What the node of one of several regions writes. */
    public DataFolder region(String name) {
        return new DataFolder(regions().resolve(name));
    }

    public Path travel() {
        return path.resolve("travel");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** What the node was told; there while {@code jetway up} runs. Holds no secret. */
    public Path nodeConfiguration() {
        return path.resolve("node.conf");
    }

    /** Where the node can be operated; there while {@code jetway up} runs. */
    public Path operationsAddress() {
        return path.resolve("operations");
    }

    public Path secretFile() {
        return path.resolve("secret");
    }

    public Path lockFile() {
        return path.resolve("up.lock");
    }

    /**
     * Creates the folder when it is not there, and takes it for this process.
     *
     * @throws Failure when it cannot be written, or another process has it
     */
    public Lock take() {
        try {
            Files.createDirectories(logs());
            FileChannel channel = FileChannel.open(
                    lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Failure("%s is in use by %s. Stop that one, or choose another folder with --data."
                        .formatted(path, owner().map(pid -> "process " + pid).orElse("another process")));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            channel.force(true);
            return new Lock(channel, lock, lockFile());
        } catch (IOException e) {
            throw new Failure(
                    "The data folder %s cannot be used (%s). Choose another with --data.".formatted(path, reason(e)),
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The process that wrote itself into the lock file: the present owner, or one that died with it. */
    public Optional<Long> owner() {
        return pidIn(lockFile());
    }

    /** The number a lock file begins with. */
    public static Optional<Long> pidIn(Path file) {
        try {
            String first = Files.readString(file).trim().split("\\s+")[0];
            return first.matches("\\d{1,18}") ? Optional.of(Long.parseLong(first)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The secret node and travel servers share; made once, readable by its owner only. */
    public Path secret() {
        Path file = secretFile();
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                return file;
            }
            byte[] bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            Path fresh = Files.createTempFile(
                    path,
                    "secret",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n");
            Files.move(fresh, file);
            return file;
        } catch (IOException e) {
            throw new Failure("The shared secret %s cannot be written (%s).".formatted(file, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return kind + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
