package dev.jetway.loadtests.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network namespace for each region, joined to the one this process is in, which forwards between them and can stop
 * doing so in either direction. Clients are not affected by that.
 *
 * <p>The addresses are loopback addresses that are routed (127.77.1.0/24 for the first region, and so on): what
 * Jetway's development defaults allow on one machine only works without exceptions, and nothing can leave it.
 */
final class Network implements AutoCloseable {

    /** Where what all regions use listens, such as the travel servers. The command's script sets it up. */
    static final String SHARED = "127.77.0.1";

    private static final Duration NAMESPACE_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, Process> holders = new LinkedHashMap<>();
    private final List<String> cuts = new ArrayList<>();

    private Network() {}

    /**
     * @param regions their names; the names of their network devices hold them
     * @param nodes how many addresses each region has
     * @throws IOException when this process is not in a network namespace prepared for it, or may not do so
     */
    static Network open(List<String> regions, int nodes) throws IOException {
        if (!Shell.run("ip -o address show dev lo").contains(SHARED)) {
            throw new IOException(
                    "The drill needs a network namespace of its own: start it with loadtests/region-drill");
        }
        var network = new Network();
        try {
            for (var region : regions) {
                network.numbers.put(region, network.numbers.size() + 1);
                network.join(region, nodes);
            }
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void join(String region, int nodes) throws IOException {
        var holder = new ProcessBuilder("unshare", "-n", "cat")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        holders.put(region, holder);
        awaitNamespace(holder);
        var device = "v-" + region;
        var net = "127.77." + numbers.get(region);
        Shell.run("ip link add %s type veth peer name out netns %d".formatted(device, holder.pid()));
        Files.writeString(Path.of("/proc/sys/net/ipv4/conf", device, "route_localnet"), "1");
        Shell.run("ip addr add %s.1/24 dev %s".formatted(net, device));
        Shell.run("ip link set %s up".formatted(device));
        within(region, "ip link set lo up");
        within(region, "ip addr flush dev lo");
        within(region, "ip addr add 127.0.0.1/32 dev lo");
        within(region, List.of("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/out/route_localnet"));
        for (int node = 0; node < nodes; node++) {
            within(region, "ip addr add %s/24 dev out".formatted(address(region, node)));
        }
        within(region, "ip link set out up");
        within(region, "ip route add 127.77.0.0/16 via %s.1 src %s.2".formatted(net, net));
    }

    private static void awaitNamespace(Process holder) throws IOException {
        var own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        long deadline = System.nanoTime() + NAMESPACE_LIMIT.toNanos();
        while (Files.readSymbolicLink(Path.of("/proc/" + holder.pid() + "/ns/net"))
                .equals(own)) {
            if (System.nanoTime() > deadline || !holder.isAlive()) {
                throw new IOException("A network namespace could not be made with unshare -n");
            }
            Pauses.sleep(Duration.ofMillis(POLL_MILLIS));
        }
    }

    private void within(String region, String command) throws IOException {
        within(region, List.of(command.split(" ")));
    }

    private void within(String region, List<String> command) throws IOException {
        var words = new ArrayList<>(inside(region));
        words.addAll(command);
        Shell.run(words);
    }

    /** What a command begins with that is to run in the region. */
    List<String> inside(String region) {
        return List.of(
                "nsenter", "--net=/proc/%d/ns/net".formatted(holders.get(region).pid()));
    }

    /** Of a region's nodes; the first one's is its Cassandra's too. */
    String address(String region, int node) {
        return "127.77.%d.%d".formatted(numbers.get(region), node + 2);
    }

    /** From now on nothing gets from one region to the other; the way back stays open. */
    void cut(String from, String to) throws IOException {
        var rule = "pref 10 iif v-%s to 127.77.%d.0/24 blackhole".formatted(from, numbers.get(to));
        Shell.run("ip rule add " + rule);
        cuts.add(rule);
    }

    void heal() throws IOException {
        while (!cuts.isEmpty()) {
            Shell.run("ip rule del " + cuts.get(0));
            cuts.remove(0);
        }
    }

    /** Ends the namespaces once nobody is in them any more. */
    @Override
    public void close() {
        try {
            heal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            holders.values().forEach(Process::destroy);
        }
    }
}
