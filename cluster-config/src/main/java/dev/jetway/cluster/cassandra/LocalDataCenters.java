package dev.jetway.cluster.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings.Identity;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * Several data centers of one Cassandra cluster on one machine, a node each: the first name in alphabetical order
 * is at 127.0.0.1, the next at 127.0.0.2.
 *
 * <p>Nodes know each other by address and port, so names and ports are decided once and kept in the folder.
 * They may be started in any order, all at once or one alone.
 *
 * @param nodes how to start each data center's node, by the data center's name
 */
public record LocalDataCenters(SortedMap<String, EmbeddedCassandraSettings> nodes) {
    private static final String KEPT = "data-centers.conf";
    private static final int MOST = 9;

    /** Below what systems give to outgoing connections, or a port might be taken when a node comes back. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;
    private static final int ATTEMPTS = 200;

    public LocalDataCenters {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    private record Chosen(int cql, int storage) {}

    /**
     * Reads what the folder keeps, or decides it.
     *
     * @param folder of all of them; each has a folder of its name in it
     * @param names of the data centers, 2 to 9; the same ones for as long as the folder is used
     * @param each what they have in common; address, ports, seeds, data center and data folder are not used
     * @throws IllegalArgumentException when the folder is of other data centers, or a name makes no sense
     * @throws CassandraStartException when the folder cannot be used, or no port is free on all addresses
     */
    public static LocalDataCenters in(Path folder, SortedSet<String> names, EmbeddedCassandraSettings each) {
        if (names.size() < 2 || names.size() > MOST) {
            throw new IllegalArgumentException("2 to " + MOST + " data centers fit on one machine, not " + names);
        }
        Map<String, String> addresses = addresses(names);
        Chosen ports = ports(folder, names, List.copyOf(addresses.values()));
        List<String> seeds = addresses.values().stream()
                .map(address -> address + ":" + ports.storage())
                .toList();
        SortedMap<String, EmbeddedCassandraSettings> nodes = new TreeMap<>();
        addresses.forEach((name, address) -> nodes.put(
                name,
                new EmbeddedCassandraSettings(
                        folder.resolve(name),
                        each.libraries(),
                        each.javaHome(),
                        new Identity(each.identity().cluster(), name, seeds),
                        new Listen(address, ports.cql(), ports.storage(), 0),
                        each.jvm(),
                        each.limits())));
        return new LocalDataCenters(nodes);
    }

    private static Map<String, String> addresses(SortedSet<String> names) {
        SortedMap<String, String> addresses = new TreeMap<>();
        names.forEach(name -> addresses.put(name, "127.0.0." + (addresses.size() + 1)));
        return addresses;
    }

    private static Chosen ports(Path folder, SortedSet<String> names, List<String> addresses) {
        Path file = folder.resolve(KEPT);
        try {
            if (Files.exists(file)) {
                return kept(file, names);
            }
            int cql = freePort(addresses, port -> true);
            Chosen ports = new Chosen(cql, freePort(addresses, port -> port != cql));
            Files.createDirectories(folder);
            keep(file, names, ports);
            return ports;
        } catch (IOException | ConfigException e) {
            throw new CassandraStartException(
                    Reason.DATA_FOLDER_UNUSABLE,
                    "The folder of the data centers cannot be used: " + file + ": " + e,
                    e);
        }
    }

    private static Chosen kept(Path file, SortedSet<String> names) {
        Config kept = ConfigFactory.parseFile(file.toFile());
        SortedSet<String> known = new TreeSet<>(kept.getStringList("data-centers"));
        if (!known.equals(names)) {
            throw new IllegalArgumentException(file.getParent() + " is of the data centers " + String.join(", ", known)
                    + ", not of " + String.join(", ", names)
                    + ". The set is fixed for as long as the data lives: ask for the same ones, or choose another"
                    + " folder.");
        }
        return new Chosen(kept.getInt("cql-port"), kept.getInt("storage-port"));
    }

    private static void keep(Path file, SortedSet<String> names, Chosen ports) throws IOException {
        Path fresh = file.resolveSibling(KEPT + ".new");
        Files.writeString(
                fresh,
                ConfigFactory.parseMap(Map.of(
                                "data-centers", List.copyOf(names),
                                "cql-port", ports.cql(),
                                "storage-port", ports.storage()))
                        .root()
                        .render(ConfigRenderOptions.concise().setFormatted(true).setJson(false)));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int freePort(List<String> addresses, IntPredicate wanted) {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try {
                if (wanted.test(port) && freeOnAll(addresses, port)) {
                    return port;
                }
            } catch (IOException e) {
                last = e;
            }
        }
        throw new CassandraStartException(
                Reason.PORT_IN_USE,
                "No port is free on all of " + String.join(", ", addresses) + (last == null ? "" : " (" + last + ")")
                        + ". Where only 127.0.0.1 is loopback by default, as on macOS, add the others: sudo ifconfig"
                        + " lo0 alias " + addresses.get(addresses.size() - 1),
                last);
    }

    private static boolean freeOnAll(List<String> addresses, int port) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String address : addresses) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            }
            return true;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
