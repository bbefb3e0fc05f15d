package dev.jetway.runtime.cli;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.jetway.cluster.CqlSessions;
import dev.jetway.cluster.schema.PlacedKeyspace;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaException;
import dev.jetway.cluster.schema.SchemaMigrator;
import dev.jetway.cluster.schema.SchemaVersion;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings the schema of a Cassandra cluster to the version this Jetway needs. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        header = "Brings a Cassandra cluster's schema to the version this Jetway needs.",
        description = {
            "",
            "Safe to repeat, to interrupt and to start twice. 'jetway up' does it for its own Cassandra; run "
                    + "this before the nodes of a cluster of your own are started or upgraded:",
            "  jetway migrate --contact-point 10.0.0.1:9042 --data-center eu \\",
            "    --replication eu=3,us=3",
            ""
        },
        footer = {"", "User and password, if asked for: JETWAY_CASSANDRA_USER and JETWAY_CASSANDRA_PASSWORD."})
final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--contact-point",
            paramLabel = "HOST:PORT",
            required = true,
            description = "A Cassandra node; may be given several times.")
    private List<String> contactPoints;

    @Option(
            names = "--data-center",
            paramLabel = "NAME",
            required = true,
            description = "The data center of the contact points.")
    private String dataCenter;

    @Option(
            names = "--replication",
            paramLabel = "NAME=COPIES,…",
            description = "Copies of each row by data center (default: one in --data-center).")
    private String replication;

    @Option(
            names = "--placement",
            paramLabel = "NAME=DATACENTER,…",
            description = "A placement of jetway.placements and the data centers of its regions; may be given several "
                    + "times.")
    private List<String> placements = List.of();

    @Option(names = "--status", description = "Say at which version the schema is, and change nothing.")
    private boolean status;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        Replication wanted = replication();
        List<PlacedKeyspace> placed = placed(wanted);
        try (CqlSession session = open(addresses())) {
            SchemaMigrator migrator = SchemaMigrator.over(session);
            if (status) {
                SchemaVersion version = migrator.version();
                screen.line("Schema version %d, needed %d.".formatted(version.found(), version.needed()));
                return version.isCurrent() ? 0 : 1;
            }
            screen.line("Schema version %d, replicated as %s."
                    .formatted(migrator.migrate(wanted, placed).found(), wanted));
            return 0;
        } catch (AllNodesFailedException e) {
            throw new Failure("No Cassandra answers at %s.".formatted(String.join(", ", contactPoints)), e);
        } catch (SchemaException e) {
            throw new Failure(e.getMessage(), e);
        }
    }

    private Replication replication() {
        try {
            return Replication.parse(replication == null ? dataCenter + "=1" : replication);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--replication: " + e.getMessage(), e);
        }
    }

    private List<PlacedKeyspace> placed(Replication wanted) {
        try {
            return placements.stream()
                    .map(text -> PlacedKeyspace.parse(text, wanted))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--placement: " + e.getMessage(), e);
        }
    }

    private List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : contactPoints) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}") || port(text, colon) > 65_535) {
                throw new ParameterException(
                        spec.commandLine(), "--contact-point is HOST:PORT, such as 10.0.0.1:9042, not '" + text + "'");
            }
            addresses.add(new InetSocketAddress(text.substring(0, colon), port(text, colon)));
        }
        return addresses;
    }

    private static int port(String text, int colon) {
        return Integer.parseInt(text.substring(colon + 1));
    }

    private CqlSession open(List<InetSocketAddress> addresses) {
        String user = System.getenv("JETWAY_CASSANDRA_USER");
        return user == null
                ? CqlSessions.open(addresses, dataCenter)
                : CqlSessions.open(
                        addresses, dataCenter, user, System.getenv().getOrDefault("JETWAY_CASSANDRA_PASSWORD", ""));
    }
}
