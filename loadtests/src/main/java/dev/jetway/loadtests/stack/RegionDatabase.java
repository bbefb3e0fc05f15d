package dev.jetway.loadtests.stack;

import com.typesafe.config.ConfigFactory;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import java.io.IOException;
import java.time.Duration;

/**
 * One data center of several in a process of its own, for as long as the process that started it lives. Says
 * {@value #READY} with Cassandra's own process id once it answers, and after a crash once it has what it missed. The
 * schema is somebody else's business: it comes when all data centers are up.
 */
public final class RegionDatabase {

    public static final String READY = "database ready ";

    private static final Duration REPAIR = Duration.ofMinutes(3);

    private RegionDatabase() {}

    public static void main(String[] arguments) throws InterruptedException {
        var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.from(ConfigFactory.load()));
        Runtime.getRuntime().addShutdownHook(new Thread(cassandra::close, "stop-cassandra"));
        var leash = new Thread(RegionDatabase::awaitEndOfInput, "leash");
        leash.setDaemon(true);
        leash.start();
        if (cassandra.afterCrash()) {
            cassandra.repair(REPAIR);
        }
        System.out.println(READY + cassandra.pid());
        System.exit(cassandra.onExit().join());
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Only the end of it has a meaning.
            }
        } catch (IOException e) {
            System.err.println("Lost the process that started this one: " + e.getMessage());
        }
        System.exit(0);
    }
}
