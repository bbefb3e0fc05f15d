package dev.jetway.cluster.cassandra;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to run one Cassandra as a child process. Defaults and explanations are in this module's {@code
 * reference.conf}, under {@value #PATH}.
 */
public record EmbeddedCassandraSettings(
        Path data, Path libraries, Path javaHome, Identity identity, Listen listen, Jvm jvm, Limits limits) {

    public static final String PATH = "jetway.cassandra.embedded";

    /** Who this node is in its Cassandra cluster; seeds are {@code address:storage-port}. */
    public record Identity(String cluster, String dataCenter, List<String> seeds) {
        public Identity {
            require(cluster.matches("[A-Za-z0-9_-]+"), "cluster-name", "letters, digits, _ or -", cluster);
            require(dataCenter.matches("[A-Za-z0-9_-]+"), "data-center", "letters, digits, _ or -", dataCenter);
            seeds = List.copyOf(seeds);
            for (String seed : seeds) {
                require(seed.matches("[^\\s\",:]+:\\d{1,5}"), "seeds", "address:port", seed);
            }
        }
    }

    /** Where it listens; a port of 0 takes any free one. */
    public record Listen(String address, int cqlPort, int storagePort, int jmxPort) {
        public Listen {
            require(address.matches("127(\\.\\d{1,3}){3}"), "address", "a loopback address, 127.x.y.z", address);
            requirePort("cql-port", cqlPort);
            requirePort("storage-port", storagePort);
            requirePort("jmx-port", jmxPort);
        }

        private static void requirePort(String key, int port) {
            require(port >= 0 && port <= 65_535, key, "a port from 0 to 65535", port);
        }
    }

    /** The heap, and further options for the Java command line, which come last and therefore win. */
    public record Jvm(long minBytes, long maxBytes, boolean classArchive, List<String> options) {
        public Jvm {
            options = List.copyOf(options);
            require(maxBytes >= 128L << 20, "heap-max", "at least 128 MiB", maxBytes + " bytes");
            require(
                    minBytes >= 16L << 20 && minBytes <= maxBytes,
                    "heap-min",
                    "between 16 MiB and heap-max",
                    minBytes + " bytes");
        }
    }

    public record Limits(long minFreeDiskBytes, Duration start, Duration stop, Duration lock) {
        public Limits {
            require(minFreeDiskBytes >= 0, "min-free-disk", "zero or more", minFreeDiskBytes + " bytes");
            require(start.toMillis() > 0, "start-timeout", "longer than nothing", start);
            require(stop.toMillis() > 0, "stop-timeout", "longer than nothing", stop);
            require(!lock.isNegative(), "lock-timeout", "zero or longer", lock);
        }
    }

    public EmbeddedCassandraSettings {
        data = data.toAbsolutePath().normalize();
        require(
                data.toString().chars().noneMatch(c -> c == '"' || c == '\\' || c < ' '),
                "data",
                "a path without quotes and backslashes",
                data);
        libraries = libraries.toAbsolutePath().normalize();
        javaHome = javaHome.toAbsolutePath().normalize();
    }

    /**
     * Reads the section at {@value #PATH}.
     *
     * @throws IllegalArgumentException naming the key whose value makes no sense
     */
    public static EmbeddedCassandraSettings from(Config config) {
        Config section = config.getConfig(PATH);
        return new EmbeddedCassandraSettings(
                Path.of(section.getString("data")),
                Path.of(section.getString("libraries")),
                Path.of(section.getString("java-home")),
                new Identity(
                        section.getString("cluster-name"),
                        section.getString("data-center"),
                        section.getStringList("seeds")),
                new Listen(
                        section.getString("address"),
                        section.getInt("cql-port"),
                        section.getInt("storage-port"),
                        section.getInt("jmx-port")),
                new Jvm(
                        section.getBytes("heap-min"),
                        section.getBytes("heap-max"),
                        section.getBoolean("class-archive"),
                        section.getStringList("jvm-options")),
                new Limits(
                        section.getBytes("min-free-disk"),
                        section.getDuration("start-timeout"),
                        section.getDuration("stop-timeout"),
                        section.getDuration("lock-timeout")));
    }

    private static void require(boolean holds, String key, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(PATH + "." + key + " must be " + expected + ", not \"" + found + "\"");
        }
    }
}
