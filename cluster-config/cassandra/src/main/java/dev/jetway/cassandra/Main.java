package dev.jetway.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * Runs Cassandra for as long as the process that started it lives.
 *
 * <p>Standard input is the leash: when it reaches its end (the parent closed it, or died in whatever
 * way), Cassandra drains and the JVM ends. The lock on the data folder is held by this process, so it
 * can neither be forgotten nor outlive the process it speaks of.
 *
 * <p>Exit codes: {@value #FOLDER_IN_USE} when another process holds the data folder; otherwise
 * Cassandra's own.
 */
public final class Main {
    static final int FOLDER_IN_USE = 75;
    private static final long DRAIN_MILLIS = 15_000;

    private Main() {}

    /** Expects the lock file as its only argument. */
    public static void main(String[] arguments) throws IOException {
        FileChannel channel =
                FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            System.err.println("The data folder is in use by another process: " + arguments[0]);
            System.exit(FOLDER_IN_USE);
        }
        writeOwner(channel);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(channel), "jetway-lock"));
        daemon("jetway-leash", Main::awaitEndOfInput);
        CassandraDaemon.main(new String[0]);
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Instant started = self.info().startInstant().orElseGet(Instant::now);
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(self.pid() + " " + started + "\n"));
        channel.force(true);
    }

    /** An empty lock file tells the next start that this one ended in good order. */
    private static void clear(FileChannel channel) {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            System.err.println("Could not clear the lock file: " + e.getMessage());
        }
    }

    private static void awaitEndOfInput() {
        InputStream input = System.in;
        try {
            while (input.read() >= 0) {
                // What the parent writes has no meaning; only the end of it has.
            }
        } catch (IOException e) {
            System.err.println("Lost the parent process: " + e.getMessage());
        }
        daemon("jetway-drain-limit", Main::haltAfterDrain);
        System.exit(0);
    }

    /** Acknowledged writes are in the commit log, so an end without drain loses time at the next start only. */
    private static void haltAfterDrain() {
        try {
            Thread.sleep(DRAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
