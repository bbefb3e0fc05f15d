package dev.jetway.runtime.e2e;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.NodeConfig.Region;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import dev.jetway.runtime.Node;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.cli.NodeCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole of Jetway for all end-to-end tests of this JVM: a real Cassandra and the real travel servers in
 * processes of their own, and a node in this one. Started when the first test asks for it; stopped after the
 * last, and in any case with this JVM.
 */
public final class RealStack implements ParameterResolver {

    private static final Pattern NODE_READY = Pattern.compile(Pattern.quote(NodeCommand.READY) + "(\\S+)");
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 40;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    /** Started when somebody asks for it first. */
    static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
    }

    /** The parts, all of them up. */
    public static final class Running implements AutoCloseable {
        /** The name of one that has a keyspace here. */
        public static final String PLACEMENT = "staying";

        private final Path folder;
        private final Path secretFile;
        private EmbeddedCassandra cassandra;
        private TravelBackEnd travel;
        private Node node;

        private Running(Path folder, Path secretFile) {
            this.folder = folder;
            this.secretFile = secretFile;
        }

        private static Running start() {
            Running running = null;
            try {
                var folder = Files.createTempDirectory("jetway-e2e");
                var secret = new byte[32];
                new SecureRandom().nextBytes(secret);
                var secretFile = Files.writeString(
                        folder.resolve("secret"), Base64.getEncoder().encodeToString(secret));
                running = new Running(folder, secretFile);
                running.startParts();
                return running;
            } catch (Exception e) {
                if (running != null) {
                    running.close();
                }
                throw new IllegalStateException("The stack for the end-to-end tests could not be started", e);
            }
        }

        private void startParts() throws Exception {
            travel = TravelBackEnd.start(folder, secretFile);
            cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.from(ConfigFactory.parseMap(Map.of(
                            "data",
                            folder.resolve("cassandra").toString(),
                            "libraries",
                            "../cluster-config/cassandra/target/lib",
                            "class-archive",
                            false))
                    .atPath(EmbeddedCassandraSettings.PATH)
                    .withFallback(ConfigFactory.load())));
            var replication = Replication.of(Map.of(cassandra.dataCenter(), 1));
            SchemaMigrator.over(cassandra.session())
                    .migrate(replication, List.of(new PlacedKeyspace(PLACEMENT, replication)));
            node = Node.start(configuration(cassandra.dataCenter()));
            node.ready().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
            awaitTools(page());
        }

        /**
         * What a node is told here. Breakers and reconnecting are as shipped but for how long they wait, so
         * that one test's broken server is not the next test's.
         */
        Config configuration(String region) {
            return ConfigFactory.parseMap(
                    Map.of(
                            "jetway.region",
                            region,
                            "jetway.regions",
                            Map.of(
                                    region,
                                    Map.of(
                                            "data-center",
                                            cassandra.dataCenter(),
                                            "contact-points",
                                            List.of(cassandra.address() + ":" + cassandra.cqlPort()))),
                            "jetway.gateway.port",
                            0,
                            "jetway.mcp.identity.secret-file",
                            secretFile.toString(),
                            "jetway.mcp.server-defaults.reconnect.max",
                            "1s",
                            "jetway.mcp.server-defaults.breaker.open-for",
                            "1s",
                            "jetway.mcp.server-defaults.breaker.max-open-for",
                            "1s",
                            "jetway.travel.url",
                            travel.url().toString(),
                            "akka.coordinated-shutdown.exit-jvm",
                            false),
                    "end-to-end tests");
        }

        /** Where its tables are, for tests of what is kept in them. */
        public Region database() {
            return new Region(cassandra.dataCenter(), List.of(new Endpoint(cassandra.address(), cassandra.cqlPort())));
        }

        TravelBackEnd travel() {
            return travel;
        }

        URI page() {
            return URI.create(node.pageUrl());
        }

        /** How many turns of a region are noted as not ended. */
        long openTurns(String region) {
            return cassandra.session().execute("SELECT region, ended FROM jetway.open_turns").all().stream()
                    .filter(row -> row.getString("region").equals(region) && !row.getBoolean("ended"))
                    .count();
        }

        /** How many rows there are of what is remembered of a traveler. */
        int remembered(String subject) {
            return cassandra
                    .session()
                    .execute("SELECT key FROM jetway.traveler_memory WHERE traveler = ?", subject)
                    .all()
                    .size();
        }

        /** A node in a process of its own, in a region of its own, so that it may be killed. */
        ChildJvm startChildNode(String region, String log) throws IOException {
            return startChildNode(region, log, "");
        }

        /** The same, told more besides, and with options on its command line. */
        ChildJvm startChildNode(String region, String log, String more, String... options) throws IOException {
            var configuration = ConfigFactory.parseString(more)
                    .withFallback(configuration(region))
                    .root()
                    .render(ConfigRenderOptions.concise());
            return ChildJvm.start(
                    folder.resolve(log),
                    configuration + "\n" + NodeCommand.END_OF_CONFIGURATION + "\n",
                    NODE_READY,
                    Stream.concat(Stream.of(JetwayCommand.class.getName(), "node", "--leashed"), Stream.of(options))
                            .toList());
        }

        /** A traveler nobody else is, in a conversation of their own. */
        FrontEnd traveler(String name) {
            return FrontEnd.open(
                    page(), name + "-" + UUID.randomUUID().toString().substring(0, 8), "trip");
        }

        /** Brings back what a test broke. */
        void heal() {
            if (!travel.alive()) {
                travel.restart();
            }
            travel.clearFaults();
            awaitTools(page());
        }

        static void awaitTools(URI page) {
            Eventually.holds("all tool servers are ready", () -> {
                var info = HTTP.send(
                                HttpRequest.newBuilder(page.resolve("/v1/info")).build(), BodyHandlers.ofString())
                        .body();
                return info.contains("\"ready\"") && !info.contains("\"unavailable\"");
            });
        }

        @Override
        public void close() {
            try {
                if (node != null) {
                    node.stop()
                            .toCompletableFuture()
                            .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                            .join();
                }
            } finally {
                if (travel != null) {
                    travel.close();
                }
                if (cassandra != null) {
                    cassandra.close();
                }
                delete();
            }
        }

        private void delete() {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new IllegalStateException(folder + " could not be deleted", e);
            }
        }
    }
}
