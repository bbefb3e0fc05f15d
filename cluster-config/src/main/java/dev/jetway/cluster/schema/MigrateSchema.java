package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.jetway.cluster.CqlSessions;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Migrates the schema of a Cassandra cluster from the command line.
 *
 * <p>Exit codes: 0 the schema is current; 1 it is not, and could not be brought there; 2 the command
 * makes no sense. User and password come from JETWAY_CASSANDRA_USER and JETWAY_CASSANDRA_PASSWORD.
 */
public final class MigrateSchema {
    static final String COMMAND = "java -cp 'lib/*' " + MigrateSchema.class.getName();

    static final String USAGE = """
            Usage: %s --contact-point HOST:PORT --data-center NAME --replication NAME=COPIES[,NAME=COPIES]
              --contact-point       a Cassandra node; may be given more than once
              --data-center         the data center of the contact points
              --replication         copies of each row by data center, as in eu=3,us=3
              --placement           a placement and its data centers, as in eu-only=eu; may be given more than once
              --status              say at which version the schema is, and change nothing
              --change-replication  set --replication on keyspaces that exist (then: nodetool rebuild or repair)
            User and password, if asked for: JETWAY_CASSANDRA_USER and JETWAY_CASSANDRA_PASSWORD.
            """.formatted(COMMAND);

    private MigrateSchema() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        Order order;
        try {
            order = Order.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        }
        try (CqlSession session = open(order, environment)) {
            SchemaMigrator migrator = SchemaMigrator.over(session);
            if (order.status()) {
                SchemaVersion version = migrator.version();
                out.println("Schema version " + version.found() + ", needed " + version.needed());
                return version.isCurrent() ? 0 : 1;
            }
            if (order.changeReplication()) {
                migrator.replicate(order.replication());
                migrator.replicate(order.placed());
            }
            out.println("Schema version "
                    + migrator.migrate(order.replication(), order.placed()).found() + ", replicated as "
                    + order.replication());
            return 0;
        } catch (SchemaException e) {
            err.println(e.getMessage());
            return 1;
        } catch (AllNodesFailedException e) {
            err.println("No contact point answers: " + e.getMessage());
            return 1;
        }
    }

    private static CqlSession open(Order order, Map<String, String> environment) {
        String user = environment.get("JETWAY_CASSANDRA_USER");
        return user == null
                ? CqlSessions.open(order.contactPoints(), order.dataCenter())
                : CqlSessions.open(
                        order.contactPoints(),
                        order.dataCenter(),
                        user,
                        environment.getOrDefault("JETWAY_CASSANDRA_PASSWORD", ""));
    }

    private record Order(
            List<InetSocketAddress> contactPoints,
            String dataCenter,
            Replication replication,
            List<PlacedKeyspace> placed,
            boolean status,
            boolean changeReplication) {

        static Order parse(List<String> arguments) {
            List<InetSocketAddress> contactPoints = new ArrayList<>();
            List<String> placements = new ArrayList<>();
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                String option = arguments.get(i);
                switch (option) {
                    case "--status", "--change-replication" -> values.put(option, "");
                    case "--contact-point", "--data-center", "--replication", "--placement" -> {
                        i++;
                        require(i < arguments.size(), option + " needs a value");
                        if (option.equals("--contact-point")) {
                            contactPoints.add(address(arguments.get(i)));
                        } else if (option.equals("--placement")) {
                            placements.add(arguments.get(i));
                        } else {
                            values.put(option, arguments.get(i));
                        }
                    }
                    default -> throw new IllegalArgumentException("Unknown option " + option);
                }
            }
            require(!contactPoints.isEmpty(), "--contact-point is missing");
            require(values.containsKey("--data-center"), "--data-center is missing");
            boolean status = values.containsKey("--status");
            require(status || values.containsKey("--replication"), "--replication is missing");
            Replication replication = status ? null : Replication.parse(values.get("--replication"));
            return new Order(
                    contactPoints,
                    values.get("--data-center"),
                    replication,
                    status
                            ? List.of()
                            : placements.stream()
                                    .map(text -> PlacedKeyspace.parse(text, replication))
                                    .toList(),
                    status,
                    values.containsKey("--change-replication"));
        }

        private static InetSocketAddress address(String text) {
            int colon = text.lastIndexOf(':');
            require(
                    colon > 0 && text.substring(colon + 1).matches("\\d{1,5}"),
                    "\"" + text + "\" is not HOST:PORT, such as 10.0.0.1:9042");
            return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
