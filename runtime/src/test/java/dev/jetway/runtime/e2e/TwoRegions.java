package dev.jetway.runtime.e2e;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.cluster.cassandra.LocalDataCenters;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.cli.NodeCommand;
import dev.jetway.runtime.region.link.LocalCertificates;
import dev.jetway.runtime.region.link.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two regions on this machine, eu and us: for each a Cassandra data center and a node in processes of their own, and
 * one travel back end for both. What one region stores the other sees by news over their link, or else after half an
 * hour.
 */
final class TwoRegions implements AutoCloseable {

    private static final List<String> NAMES = List.of("eu", "us");
    private static final String RESIDENTS = """
            jetway.placements {
              eu-only { regions = [eu] }
              us-only { regions = [us] }
              atlantic { regions = [us, eu] }
            }
            jetway.tenants {
              bank { home = eu, placement = eu-only }
              clinic { home = us, placement = us-only, acknowledgement = all-regions }
              ferry { home = us, placement = atlantic, acknowledgement = all-regions }
            }""";
    private static final Pattern NODE_READY = Pattern.compile(Pattern.quote(NodeCommand.READY) + "(\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Path secretFile;
    private final String more;
    private final LocalDataCenters plan;
    private final Map<String, EmbeddedCassandra> databases = new TreeMap<>();
    private final Map<String, ChildJvm> nodes = new TreeMap<>();
    private final Map<String, Integer> links = new TreeMap<>();

    /** By region, what leads the other one to its link. */
    private final Map<String, Cable> cables = new TreeMap<>();

    private SortedMap<String, TlsFiles> certificates;
    private TravelBackEnd travel;

    private TwoRegions(Path folder, String more) throws IOException {
        this.folder = folder;
        this.more = more;
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret));
        plan = LocalDataCenters.in(
                folder.resolve("data-centers"),
                new TreeSet<>(NAMES),
                EmbeddedCassandraSettings.from(ConfigFactory.parseMap(Map.of(
                                "libraries",
                                "../cluster-config/cassandra/target/lib",
                                "heap-max",
                                "256 MiB",
                                "class-archive",
                                false))
                        .atPath(EmbeddedCassandraSettings.PATH)
                        .withFallback(ConfigFactory.load())));
    }

    static TwoRegions start() throws Exception {
        return start("");
    }

    /** @param more settings of both nodes */
    static TwoRegions start(String more) throws Exception {
        var regions = new TwoRegions(Files.createTempDirectory("jetway-regions"), more);
        try {
            regions.startParts();
            return regions;
        } catch (Exception e) {
            regions.close();
            throw e;
        }
    }

    private void startParts() throws Exception {
        var starting = NAMES.stream()
                .map(name -> CompletableFuture.runAsync(() -> startDatabase(name)))
                .toList();
        travel = TravelBackEnd.start(folder, secretFile);
        certificates = LocalCertificates.in(folder.resolve("certificates"), new TreeSet<>(NAMES));
        NAMES.forEach(name -> links.put(name, freePort()));
        links.forEach((name, port) -> cables.put(name, new Cable(port)));
        starting.forEach(CompletableFuture::join);
        var both = Replication.parse("eu=1,us=1");
        SchemaMigrator.over(databases.get("eu").session())
                .migrate(
                        both,
                        List.of(
                                PlacedKeyspace.parse("eu-only=eu", both),
                                PlacedKeyspace.parse("us-only=us", both),
                                PlacedKeyspace.parse("atlantic=eu,us", both)));
        NAMES.stream()
                .map(name -> CompletableFuture.runAsync(() -> startNode(name)))
                .toList()
                .forEach(CompletableFuture::join);
        NAMES.forEach(name -> RealStack.Running.awaitTools(page(name)));
    }

    private void startDatabase(String region) {
        try {
            var database = EmbeddedCassandra.start(plan.nodes().get(region));
            synchronized (databases) {
                databases.put(region, database);
            }
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void startNode(String region) {
        var regions = new TreeMap<String, Object>();
        plan.nodes()
                .forEach((name, database) -> regions.put(
                        name,
                        Map.of(
                                "contact-points",
                                List.of(database.listen().address() + ":"
                                        + database.listen().cqlPort()),
                                "public-url",
                                "https://%s.travel.example".formatted(name))));
        var tls = certificates.get(region);
        var other = region.equals("eu") ? "us" : "eu";
        var link = Map.of(
                "port",
                links.get(region),
                "addresses." + other,
                List.of("https://127.0.0.1:" + cables.get(other).port()),
                "keystore",
                tls.keystore().toString(),
                "truststore",
                tls.truststore().toString(),
                "password-file",
                tls.password().toString(),
                "out-of-reach-after",
                "2s",
                "adopt-after",
                "4s");
        var configuration = ConfigFactory.parseMap(Map.of(
                        "jetway.region",
                        region,
                        "jetway.regions",
                        regions,
                        "jetway.gateway.port",
                        0,
                        "jetway.mcp.identity.secret-file",
                        secretFile.toString(),
                        "jetway.travel.url",
                        travel.url().toString(),
                        "jetway.operations.address-file",
                        operationsAddress(region).toString(),
                        "jetway.gateway.commands.limit",
                        1_000,
                        "jetway.following.tick", // so that only news explain what is followed
                        "30m",
                        "jetway.following.silent-tick",
                        "1s"))
                .withFallback(ConfigFactory.parseMap(link).atPath("jetway.region-link"))
                .withFallback(ConfigFactory.parseString(RESIDENTS))
                .withFallback(ConfigFactory.parseString(more))
                .root()
                .render(ConfigRenderOptions.concise());
        try {
            var node = ChildJvm.start(
                    folder.resolve(region + ".log"),
                    configuration + "\n" + NodeCommand.END_OF_CONFIGURATION + "\n",
                    NODE_READY,
                    List.of(JetwayCommand.class.getName(), "node", "--leashed"));
            synchronized (nodes) {
                nodes.put(region, node);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TravelBackEnd travel() {
        return travel;
    }

    /** Asks a region's Cassandra. */
    CqlSession session(String region) {
        return databases.get(region).session();
    }

    /** Everything a region has on its disks: its Cassandra's data, commit log, hints and logs, and its node's log. */
    List<Path> files(String region) throws IOException {
        try (var files = Files.walk(plan.nodes().get(region).data())) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(folder.resolve(region + ".log")))
                    .toList();
        }
    }

    URI page(String region) {
        return URI.create(nodes.get(region).address());
    }

    /** Cuts the regions' link, both ways; the databases go on seeing each other. */
    void cutLink() {
        cables.values().forEach(Cable::cut);
    }

    void mendLink() {
        cables.values().forEach(Cable::mend);
    }

    private Path operationsAddress(String region) {
        return folder.resolve(region + ".operations");
    }

    /** What operators ask. */
    URI operations(String region) throws IOException {
        return URI.create(Files.readString(operationsAddress(region)).strip());
    }

    /** How many approved actions the node of a region has carried out since it was started, by its latest metrics. */
    long carriedOut(String region) throws Exception {
        var metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(operations(region).resolve("/metrics"))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("jetway_commitments_total") && line.contains("\"done\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** All of a region at once, as {@code kill -9} does. */
    void kill(String region) throws Exception {
        var database = ProcessHandle.of(databases.get(region).pid()).orElseThrow();
        database.destroyForcibly();
        nodes.get(region).kill();
        database.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        databases.get(region).close();
    }

    /** As an operator does it: Cassandra, what it missed, the node. */
    void bringBack(String region) throws InterruptedException {
        startDatabase(region);
        databases.get(region).repair(PATIENCE);
        startNode(region);
        RealStack.Running.awaitTools(page(region));
    }

    @Override
    public void close() {
        nodes.values().forEach(ChildJvm::kill);
        cables.values().forEach(Cable::close);
        databases.values().forEach(EmbeddedCassandra::close);
        if (travel != null) {
            travel.close();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(folder + " could not be deleted", e);
        }
    }
}
