package dev.jetway.cluster.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.jetway.cluster.CqlSessions;
import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import dev.jetway.cluster.schema.SchemaMigrator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Cassandra in a process of its own, which lives as long as this object and this JVM.
 *
 * <p>However this JVM ends, {@code kill -9} included, the Cassandra process notices, drains and ends
 * too. Writes it acknowledged are on disk at that moment. Safe for use by several threads.
 */
public final class EmbeddedCassandra implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCassandra.class);
    private static final int LAST_WORDS = 12;
    private static final long POLL_MILLIS = 25;
    private static final int EXIT_TERMINATED = 143;
    private static final int EXIT_FOLDER_IN_USE = 75;

    private final EmbeddedCassandraSettings settings;
    private final Ports ports;
    private final Process process;
    private final CqlSession session;
    private final ClassArchive archive;
    private final boolean crashed;

    private EmbeddedCassandra(
            EmbeddedCassandraSettings settings,
            Ports ports,
            Process process,
            CqlSession session,
            ClassArchive archive,
            boolean crashed) {
        this.settings = settings;
        this.ports = ports;
        this.process = process;
        this.session = session;
        this.archive = archive;
        this.crashed = crashed;
    }

    /**
     * Starts Cassandra and returns when it has answered a query. Blocks for up to the start and lock
     * time limits; when it throws, no process is left.
     *
     * @throws CassandraStartException with a sentence that says what is wrong and what to do
     */
    public static EmbeddedCassandra start(EmbeddedCassandraSettings settings) throws InterruptedException {
        JavaRuntime java = JavaRuntime.at(settings.javaHome());
        CassandraFiles files = CassandraFiles.in(settings);
        DataFolderLock lock = new DataFolderLock(settings.data());
        try {
            boolean crashed = lock.awaitFree(settings.limits().lock());
            ClassArchive archive = ClassArchive.of(settings, java);
            Ports ports = Ports.choose(settings.listen());
            files.writeConfiguration(settings, ports);
            List<String> command = CassandraCommand.of(settings, java, files, ports, lock.file(), archive);
            long started = System.nanoTime();
            // Its standard input stays open as long as this JVM lives: the end of it tells Cassandra to go.
            Process process = new ProcessBuilder(deafToCtrlC(command))
                    .directory(settings.data().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(files.output().toFile())
                    .start();
            EmbeddedCassandra cassandra = awaitReady(settings, files, ports, process, archive, crashed);
            LOG.info(
                    "Cassandra answers on {}:{} after {} ms (process {}, data in {})",
                    settings.listen().address(),
                    ports.cql(),
                    Duration.ofNanos(System.nanoTime() - started).toMillis(),
                    process.pid(),
                    settings.data());
            return cassandra;
        } catch (IOException e) {
            throw new CassandraStartException(
                    Reason.DATA_FOLDER_UNUSABLE, "Cassandra could not be started in " + settings.data() + ": " + e, e);
        }
    }

    /**
     * A terminal sends its Ctrl-C to every process in the foreground. Who started Cassandra decides when it
     * stops: after those that still write to it. An ignored signal stays ignored through exec.
     */
    private static List<String> deafToCtrlC(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        whole.addAll(command);
        return whole;
    }

    private static EmbeddedCassandra awaitReady(
            EmbeddedCassandraSettings settings,
            CassandraFiles files,
            Ports ports,
            Process process,
            ClassArchive archive,
            boolean crashed)
            throws InterruptedException {
        boolean ready = false;
        try {
            long deadline = System.nanoTime() + settings.limits().start().toNanos();
            InetSocketAddress address = new InetSocketAddress(settings.listen().address(), ports.cql());
            while (!accepts(address)) {
                requireAlive(process, files, settings);
                if (System.nanoTime() - deadline >= 0) {
                    throw notReady(settings, files, null);
                }
                Thread.sleep(POLL_MILLIS);
            }
            CqlSession session = firstAnswer(settings, files, address, process);
            ready = true;
            return new EmbeddedCassandra(settings, ports, process, session, archive, crashed);
        } finally {
            if (!ready) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static CqlSession firstAnswer(
            EmbeddedCassandraSettings settings, CassandraFiles files, InetSocketAddress address, Process process)
            throws InterruptedException {
        CqlSession session = null;
        try {
            session = CqlSessions.open(List.of(address), settings.identity().dataCenter());
            session.execute("SELECT release_version FROM system.local").one();
            return session;
        } catch (RuntimeException e) {
            if (session != null) {
                session.close();
            }
            requireAlive(process, files, settings);
            throw notReady(settings, files, e);
        }
    }

    private static void requireAlive(Process process, CassandraFiles files, EmbeddedCassandraSettings settings) {
        if (process.isAlive()) {
            return;
        }
        if (process.exitValue() == EXIT_FOLDER_IN_USE) {
            throw new CassandraStartException(
                    Reason.DATA_FOLDER_IN_USE,
                    "Another Cassandra took the data folder " + settings.data() + " at the same moment. Stop it, or "
                            + "choose another folder with " + EmbeddedCassandraSettings.PATH + ".data.");
        }
        throw new CassandraStartException(
                Reason.DIED_AT_START,
                "Cassandra ended with exit code " + process.exitValue() + " while starting. The last it said (see "
                        + settings.data().resolve("logs") + "):\n" + files.lastWords(LAST_WORDS));
    }

    private static CassandraStartException notReady(
            EmbeddedCassandraSettings settings, CassandraFiles files, Exception cause) {
        return new CassandraStartException(
                Reason.NOT_READY_IN_TIME,
                "Cassandra did not answer within " + settings.limits().start().toSeconds() + " s. Give it longer with "
                        + EmbeddedCassandraSettings.PATH + ".start-timeout, or read "
                        + settings.data().resolve("logs") + ". The last it said:\n" + files.lastWords(LAST_WORDS),
                cause);
    }

    /** A session for schema work and checks; closed with this object. Not meant for a node's load. */
    public CqlSession session() {
        return session;
    }

    public String dataCenter() {
        return settings.identity().dataCenter();
    }

    public String address() {
        return settings.listen().address();
    }

    public int cqlPort() {
        return ports.cql();
    }

    public int storagePort() {
        return ports.storage();
    }

    /** For nodetool; listens on 127.0.0.1. */
    public int jmxPort() {
        return ports.jmx();
    }

    /**
     * Whether its predecessor in this data folder ended without a clean stop. With other data centers, {@link
     * #repair} it then: what the others wrote meanwhile, and what never left it, reaches all copies.
     */
    public boolean afterCrash() {
        return crashed;
    }

    /**
     * Makes all copies of Jetway's rows equal over the data centers that are up. Blocks; safe to repeat.
     *
     * @throws CassandraRepairException when it did not come to its end, in time or at all
     */
    public void repair(Duration limit) throws InterruptedException {
        long started = System.nanoTime();
        try {
            ClusterRepair.run(ports.jmx(), SchemaMigrator.keyspaces(session), started + limit.toNanos());
        } catch (IOException | TimeoutException e) {
            throw new CassandraRepairException(
                    "Data center " + dataCenter() + " could not be repaired: " + e.getMessage() + ". See that the"
                            + " others are up, and try again; "
                            + settings.data().resolve("logs") + " has more.",
                    e);
        }
        LOG.info(
                "Data center {} repaired within {} ms",
                dataCenter(),
                Duration.ofNanos(System.nanoTime() - started).toMillis());
    }

    public long pid() {
        return process.pid();
    }

    /** Completes with the exit code when the process has ended, for whatever reason. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Drains and stops Cassandra, killing it after the stop time limit. Repeating it does nothing. */
    @Override
    public void close() {
        session.close();
        process.destroy();
        try {
            if (!process.waitFor(settings.limits().stop().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Cassandra (process {}) did not stop in time and is killed", process.pid());
                process.destroyForcibly().waitFor();
                return;
            }
            if (process.exitValue() == 0 || process.exitValue() == EXIT_TERMINATED) {
                archive.keep();
            }
        } catch (IOException e) {
            LOG.warn("The class archive could not be kept: {}", e.toString());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
