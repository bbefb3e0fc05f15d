package dev.jetway.loadtests.stack;

import com.typesafe.config.ConfigFactory;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The embedded Cassandra without a node beside it, so that it can be measured and killed by itself. Writes
 * its address into the file it is given once the schema is there.
 */
public final class DatabaseProcess {

    private DatabaseProcess() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        if (arguments.length != 1) {
            System.err.println("usage: DatabaseProcess READY_FILE");
            System.exit(2);
        }
        var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.from(ConfigFactory.load()));
        Runtime.getRuntime().addShutdownHook(new Thread(cassandra::close, "stop-cassandra"));
        SchemaMigrator.over(cassandra.session()).migrate(Replication.of(Map.of(cassandra.dataCenter(), 1)));
        Files.writeString(Path.of(arguments[0]), cassandra.address() + ":" + cassandra.cqlPort());
        System.out.println("database ready " + cassandra.address() + ":" + cassandra.cqlPort());
        System.exit(cassandra.onExit().join());
    }
}
