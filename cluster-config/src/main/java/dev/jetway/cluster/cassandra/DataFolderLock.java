package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the lock that a running Cassandra holds on its data folder.
 *
 * <p>The Cassandra process itself takes the lock, and the operating system drops it with that process,
 * so what is written in the file (process id and start time) only explains; it never decides.
 */
final class DataFolderLock {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolderLock.class);
    private static final long POLL_MILLIS = 100;

    private final Path file;

    DataFolderLock(Path data) {
        file = data.resolve("jetway.lock");
    }

    Path file() {
        return file;
    }

    /**
     * Waits for a predecessor to let go of the folder, and clears what a dead one left behind.
     *
     * @return whether the predecessor died: with a clean stop, or none before, it did not
     */
    boolean awaitFree(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean told = false;
        Optional<Boolean> stale = clearIfFree();
        while (stale.isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new CassandraStartException(
                        Reason.DATA_FOLDER_IN_USE,
                        "The data folder " + file.getParent() + " is in use by " + owner()
                                + ". Stop that process, or choose another folder with "
                                + EmbeddedCassandraSettings.PATH + ".data.");
            }
            if (!told) {
                LOG.info("Waiting for {} to let go of {}", owner(), file.getParent());
                told = true;
            }
            Thread.sleep(POLL_MILLIS);
            stale = clearIfFree();
        }
        return stale.get();
    }

    /** Whether it was stale; nothing when it is held. */
    private Optional<Boolean> clearIfFree() throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return Optional.empty();
            }
            boolean stale = channel.size() > 0;
            if (stale) {
                LOG.warn(
                        "Removed a stale lock: {} was held by {}, which ended without a clean stop",
                        file.getParent(),
                        owner());
                channel.truncate(0);
            }
            return Optional.of(stale);
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // another thread of this JVM is looking at it right now
        }
    }

    private String owner() throws IOException {
        String[] written = Files.readString(file).trim().split(" ");
        return written.length == 2
                ? "process " + written[0] + " (started " + written[1] + ")"
                : "a process that is stopping";
    }
}
