package dev.jetway.cluster.cassandra;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code nodetool repair --full} does, without a JVM of its own. */
final class ClusterRepair {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRepair.class);

    /** As nodetool's, but over whichever copies are up: with three regions one may be away. */
    private static final Map<String, String> OPTIONS = Map.of(
            "parallelism", "parallel",
            "primaryRange", "false",
            "incremental", "false",
            "forceRepair", "true",
            "jobThreads", "2");

    /**
     * A Cassandra that has just started learns of the others' ranges while it answers already, and a repair begun
     * in between fails over them.
     */
    private static final int ATTEMPTS = 5;

    private static final long PAUSE_MILLIS = 1_000;

    /** What Cassandra numbers the kinds of its progress notifications; the others only inform. */
    private static final int ERROR = 2;

    private static final int ABORT = 3;
    private static final int COMPLETE = 5;

    private final MBeanServerConnection cassandra;
    private final ObjectName storage;

    /** By name of the repair, how it ended: its error, or nothing to say. A repair may end before it has told its name. */
    private final Map<Object, CompletableFuture<String>> ends = new ConcurrentHashMap<>();

    private ClusterRepair(MBeanServerConnection cassandra, ObjectName storage) {
        this.cassandra = cassandra;
        this.storage = storage;
    }

    /** Blocks until all rows of the node's ranges are the same in every copy, or the deadline has passed. */
    static void run(int jmxPort, List<String> keyspaces, long deadlineNanos)
            throws IOException, InterruptedException, TimeoutException {
        JMXServiceURL address = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
            ClusterRepair repair = new ClusterRepair(
                    connector.getMBeanServerConnection(),
                    new ObjectName("org.apache.cassandra.db:type=StorageService"));
            repair.cassandra.addNotificationListener(
                    repair.storage, (notification, context) -> repair.heard(notification), null, null);
            for (String keyspace : keyspaces) {
                repair.run(keyspace, deadlineNanos);
            }
        } catch (JMException e) {
            throw new IOException("Cassandra's management interface answers otherwise than expected", e);
        }
    }

    private void heard(Notification notification) {
        if (notification.getUserData() instanceof Map<?, ?> progress && progress.get("type") instanceof Integer kind) {
            if (kind == ERROR || kind == ABORT) {
                end(notification.getSource()).complete(notification.getMessage());
            } else if (kind == COMPLETE) {
                end(notification.getSource()).complete("");
            }
        }
    }

    private CompletableFuture<String> end(Object name) {
        return ends.computeIfAbsent(name, it -> new CompletableFuture<>());
    }

    private void run(String keyspace, long deadlineNanos)
            throws IOException, JMException, InterruptedException, TimeoutException {
        for (int attempt = 1; ; attempt++) {
            String error = attempt(keyspace, deadlineNanos);
            if (error.isEmpty()) {
                return;
            }
            boolean timeLeft = deadlineNanos - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            if (attempt == ATTEMPTS || !timeLeft) {
                throw new IOException("the repair of " + keyspace + " failed: " + error);
            }
            LOG.info("The repair of {} is tried again: {}", keyspace, error);
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Why it failed; empty when it did not. */
    private String attempt(String keyspace, long deadlineNanos)
            throws IOException, JMException, InterruptedException, TimeoutException {
        int number = (Integer) cassandra.invoke(storage, "repairAsync", new Object[] {keyspace, OPTIONS}, new String[] {
            String.class.getName(), Map.class.getName()
        });
        if (number == 0) {
            return ""; // one copy of everything
        }
        try {
            return end("repair:" + number).get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("the repair of " + keyspace + " has not ended in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
