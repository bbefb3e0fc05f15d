package dev.jetway.loadtests.region;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two regions that run, with the network between them. The travel servers run already. */
final class Regions implements AutoCloseable {

    static final List<String> NAMES = List.of("eu", "us");

    /** Which carries out what travelers approve; the default is the first by name. */
    static final String PRIMARY = NAMES.get(0);

    static final String TRAVEL = "http://" + Network.SHARED + ":17430";

    private final Network network;
    private final Map<String, Region> regions = new LinkedHashMap<>();

    private Regions(Network network) {
        this.network = network;
    }

    /**
     * Blocks until both serve.
     *
     * @param root of the project
     * @param folder takes data and logs; empty
     * @param secret what nodes and travel servers share
     * @param nodes in each region
     */
    static Regions start(Path root, Path folder, Path secret, int nodes) throws IOException {
        var network = Network.open(NAMES, nodes);
        var regions = new Regions(network);
        try {
            regions.start(root, folder, secret, nodes, certificates(network, folder, nodes));
            return regions;
        } catch (CompletionException e) {
            regions.close();
            throw new IOException(e.getCause().getMessage(), e);
        } catch (IOException e) {
            regions.close();
            throw e;
        }
    }

    private static Map<String, Certificates.Stores> certificates(Network network, Path folder, int nodes)
            throws IOException {
        var addresses = NAMES.stream()
                .collect(Collectors.toMap(
                        region -> region,
                        region -> IntStream.range(0, nodes)
                                .mapToObj(node -> network.address(region, node))
                                .toList()));
        return Certificates.make(folder.resolve("certificates"), addresses);
    }

    private void start(Path root, Path folder, Path secret, int nodes, Map<String, Certificates.Stores> stores)
            throws IOException {
        for (var name : NAMES) {
            regions.put(
                    name,
                    new Region(name, network, new Region.Layout(root, folder, secret, NAMES, nodes, stores.get(name))));
        }
        atOnce(Region::startDatabase);
        migrate(root);
        atOnce(Region::startNodes);
    }

    private void migrate(Path root) throws IOException {
        var first = regions.get(PRIMARY);
        Shell.run(List.of(
                root.resolve("jetway").toString(),
                "migrate",
                "--contact-point",
                first.contactPoint(),
                "--data-center",
                PRIMARY,
                "--replication",
                NAMES.stream().map(name -> name + "=1").collect(Collectors.joining(","))));
    }

    interface Step {
        void on(Region region) throws IOException;
    }

    private void atOnce(Step step) {
        var running = new ArrayList<CompletableFuture<Void>>();
        for (var region : regions.values()) {
            running.add(CompletableFuture.runAsync(() -> {
                try {
                    step.on(region);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            }));
        }
        running.forEach(CompletableFuture::join);
    }

    Region region(String name) {
        return regions.get(name);
    }

    static String other(String name) {
        return name.equals(NAMES.get(0)) ? NAMES.get(1) : NAMES.get(0);
    }

    Network network() {
        return network;
    }

    @Override
    public void close() {
        atOnce(Region::close);
        network.close();
    }
}
